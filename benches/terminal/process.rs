//! What the system says of the reader's process: memory, and how often it wakes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;

/// How long it is looked at while nobody does anything.
const IDLE: Duration = Duration::from_secs(10);

/// Prints its memory, with what is mapped of the index of quotes told apart.
pub fn memory(process: Option<u32>, store: &Path) {
    let Some(process) = process else { return };
    let status = read(&format!("/proc/{process}/status"));
    let of = |name: &str| field(&status, name) as f64 / 1024.0;
    let index = onrecord::find::path_beside(store);
    let mapped = mapped(&read(&format!("/proc/{process}/smaps")), &index) as f64 / 1024.0;
    let (all, anonymous) = (of("VmRSS:"), of("RssAnon:"));
    let told = if all - mapped < 150.0 { "" } else { "  MISSED" };
    println!(
        "\nmemory: {all:.0} MB resident, of them {mapped:.0} MB of the index of quotes: {:.0} MB \
         beside it ({anonymous:.0} MB anonymous){told}",
        all - mapped
    );
}

/// kB of a file that are resident; where another has taken its place, of both.
fn mapped(smaps: &str, file: &Path) -> u64 {
    let name = file.to_string_lossy();
    let (mut inside, mut sum) = (false, 0);
    for line in smaps.lines() {
        match line.split_whitespace().next() {
            // The first line of a mapping: its addresses.
            Some(first) if !first.ends_with(':') => inside = line.contains(&*name),
            Some("Rss:") if inside => sum += field(line, "Rss:"),
            _ => {}
        }
    }
    sum
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Prints how often any of its threads woke while nothing was done.
pub fn idle(process: Option<u32>) -> anyhow::Result<()> {
    let process = process.context("the reader has no number")?;
    let wakes = || -> anyhow::Result<u64> {
        let mut sum = 0;
        for task in fs::read_dir(format!("/proc/{process}/task"))? {
            let status = fs::read_to_string(task?.path().join("status"))?;
            sum += field(&status, "voluntary_ctxt_switches:");
            sum += field(&status, "nonvoluntary_ctxt_switches:");
        }
        Ok(sum)
    };
    let before = wakes()?;
    std::thread::sleep(IDLE);
    let woke = wakes()? - before;
    let told = if woke == 0 { "" } else { "  MISSED" };
    println!("idle for {} s: {woke} wake-ups{told}", IDLE.as_secs());
    Ok(())
}
