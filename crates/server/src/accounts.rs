//! Users, workspaces and who is a member of what.

mod store;

pub use store::{create_user, create_workspace, join};
