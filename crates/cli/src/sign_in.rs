//! `sign-in`: another one-time link for a browser.

use std::process::ExitCode;

use mycrm_api::local::Operation;

use crate::ending::Failure;
use crate::host::Host;
use crate::print;

pub(crate) async fn sign_in(host: &mut Host, json: bool) -> Result<ExitCode, Failure> {
    let answer = host.perform(Operation::SignInLink, Vec::new()).await?.success()?;
    print::result(json, &answer, answer["link"].as_str().unwrap_or_default());
    Ok(ExitCode::SUCCESS)
}
