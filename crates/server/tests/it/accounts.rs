//! What accounts promise.

mod devices;
mod export;
mod invitations;
mod limits;
mod members;
mod second_factor;
mod second_factor_key;
mod signing_in;
mod tokens;
mod workspaces;
