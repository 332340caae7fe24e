//! Cases at the edge, each with the answer that docs/forecast.md states.
