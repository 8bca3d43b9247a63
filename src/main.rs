//! The binary: parses arguments, runs, and turns the outcome into an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    onrecord::cli::main(std::env::args_os())
}
