//! Companies, contacts, leads, opportunities, tasks and activities: what a salesperson works with every day.
