//! What accounts promise.

mod devices;
mod invitations;
mod limits;
mod members;
mod second_factor;
mod signing_in;
mod tokens;
mod workspaces;
