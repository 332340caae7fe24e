//! `backup` and `restore`: copies of the database, and putting one back.

use std::path::Path;
use std::process::ExitCode;

use mycrm_api::local::Operation;
use serde_json::json;

use crate::ending::Failure;
use crate::host::Host;
use crate::print;

pub(crate) async fn backup(host: &mut Host, file: &Path, json: bool) -> Result<ExitCode, Failure> {
    // The app that writes it may run in another folder.
    let path = std::path::absolute(file)
        .map_err(|error| Failure::Failed(format!("{} is no usable path: {error}.", file.display())))?;
    host.perform(Operation::Backup { path: path.clone() }, Vec::new()).await?.success()?;
    let text = format!("The database was copied to {}.", path.display());
    print::result(json, &json!({ "file": path }), &text);
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn restore(data_dir: &Path, file: &Path, json: bool) -> Result<ExitCode, Failure> {
    match mycrm_store::backup::restore(data_dir, file).await {
        Ok(()) => {
            let kept = mycrm_store::backup::folder(data_dir);
            let text = format!(
                "The database is the one from {} now; the one before it, if there was one, is in {}.",
                file.display(),
                kept.display()
            );
            print::result(json, &json!({ "file": file, "kept_in": kept }), &text);
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ mycrm_store::Error::InUse(_)) => {
            Err(Failure::InUse(format!("Nothing was restored: {error}.")))
        }
        Err(error) => Err(Failure::Failed(format!("Nothing was restored: {error}."))),
    }
}
