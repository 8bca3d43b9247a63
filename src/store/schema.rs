//! The schema's migrations. They are only ever added: a released one is never edited.

use rusqlite_migration::{M, Migrations};

/// Marks an SQLite file as a store of this program (`PRAGMA application_id`): "onrc".
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"onrc");

pub(super) const STEPS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_collection.sql")),
    M::up(include_str!("migrations/0002_files.sql")),
    M::up(concat!(
        include_str!("migrations/0003_net.sql"),
        include_str!("migrations/0003_html.sql"),
        include_str!("migrations/0003_index.sql"),
        include_str!("migrations/0003_find.sql"),
        include_str!("migrations/0003_overlay.sql"),
    )),
    M::up(include_str!("migrations/0004_views.sql")),
    M::up(include_str!("migrations/0005_orders.sql")),
    M::up(include_str!("migrations/0006_links.sql")),
    M::up(include_str!("migrations/0007_rate.sql")),
    M::up(include_str!("migrations/0008_places.sql")),
    M::up(include_str!("migrations/0009_copied.sql")),
];

/// Every migration, oldest first.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The newest schema version known here.
pub(super) const VERSION: usize = STEPS.len();
