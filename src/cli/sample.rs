//! The bundled sample collection: five articles, embedded as they are.

use crate::extract;
use crate::import;
use crate::store::Store;

/// Name and bytes of each article.
const FILES: [(&str, &[u8]); 5] = [
    (
        "000_f90701b4f59cff19.txt",
        include_bytes!("../../seeds/000_f90701b4f59cff19.txt"),
    ),
    (
        "001_3658981684bd8b4d.txt",
        include_bytes!("../../seeds/001_3658981684bd8b4d.txt"),
    ),
    (
        "002_8520111a7cd26dc1.txt",
        include_bytes!("../../seeds/002_8520111a7cd26dc1.txt"),
    ),
    (
        "003_6d697e825afec02a.txt",
        include_bytes!("../../seeds/003_6d697e825afec02a.txt"),
    ),
    (
        "004_e5ac82d5fb791998.txt",
        include_bytes!("../../seeds/004_e5ac82d5fb791998.txt"),
    ),
];

/// A store in memory with the sample collection in it.
pub(super) fn store() -> anyhow::Result<Store> {
    let mut store = Store::in_memory()?;
    let mut batch = store.batch()?;
    for (name, bytes) in FILES {
        for imported in import::read_bytes(name, bytes)? {
            let found = extract::extract(&imported.article);
            batch.put(&imported.source, &imported.article, &found)?;
        }
    }
    batch.commit()?;
    Ok(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_collection_opens() {
        assert_eq!(store().unwrap().counts().unwrap().articles, 5);
    }
}
