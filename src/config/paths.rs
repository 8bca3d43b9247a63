//! Where the user's files are: the XDG folders. Nothing here makes a folder.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;

use super::ConfigError;

const FOLDER: &str = "onrecord";

/// The user's store: `$XDG_DATA_HOME/onrecord/onrecord.db`.
///
/// # Errors
/// When neither HOME nor `XDG_DATA_HOME` is set.
pub fn store_file() -> Result<PathBuf, ConfigError> {
    let folder = strategy("XDG_DATA_HOME")?.data_dir();
    Ok(folder.join(FOLDER).join("onrecord.db"))
}

/// The configuration: `$XDG_CONFIG_HOME/onrecord/config.toml`.
///
/// # Errors
/// When neither HOME nor `XDG_CONFIG_HOME` is set.
pub fn config_file() -> Result<PathBuf, ConfigError> {
    let folder = strategy("XDG_CONFIG_HOME")?.config_dir();
    Ok(folder.join(FOLDER).join("config.toml"))
}

/// The folders, where one of HOME and `variable` says where they are. The password file is not
/// asked: a run with an empty environment is not meant to write into anybody's home.
fn strategy(variable: &str) -> Result<Xdg, ConfigError> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    if !set("HOME") && !set(variable) {
        return Err(ConfigError::NoHome);
    }
    Xdg::new().map_err(|_| ConfigError::NoHome)
}
