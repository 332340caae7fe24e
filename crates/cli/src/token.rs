//! `token`: tokens for programs.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::arguments::Token;
use crate::ending::Failure;
use crate::host::Host;
use crate::print;

const TOKENS: &str = "/api/core/tokens/";

pub(crate) async fn token(host: &mut Host, what: Token, json: bool) -> Result<ExitCode, Failure> {
    match what {
        Token::Create { name, scope } => {
            let draft = json!({ "name": name, "scope": scope.as_str() });
            let made = host.request("POST", TOKENS, Some(draft)).await?;
            print::result(json, &made, text(&made, "token"));
        }
        Token::List => {
            let list = host.request("GET", TOKENS, None).await?;
            if json {
                print::line(&list.to_string());
            } else {
                list["results"].as_array().into_iter().flatten().for_each(print_row);
            }
        }
        Token::Revoke { name } => {
            let list = host.request("GET", TOKENS, None).await?;
            let mut all = list["results"].as_array().into_iter().flatten();
            let found = all.find(|token| text(token, "name") == name);
            let Some(found) = found else {
                return Err(Failure::Failed(format!(
                    "There is no token called “{name}”; `token list` shows them."
                )));
            };
            host.request("DELETE", &format!("{TOKENS}{}/", text(found, "id")), None).await?;
            print::result(json, found, &format!("The token “{name}” is revoked."));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print_row(token: &Value) {
    let used =
        token["last_used_at"].as_str().map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
    let (name, scope, made) = (text(token, "name"), text(token, "scope"), text(token, "created_at"));
    print::line(&format!("{name}\t{scope}\tcreated {made}\t{used}"));
}

fn text<'v>(object: &'v Value, key: &str) -> &'v str {
    object[key].as_str().unwrap_or_default()
}
