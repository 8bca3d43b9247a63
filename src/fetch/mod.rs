//! Getting what an address on the web names. The only room that knows the network, and it is
//! entered only when a person named an address or asked for those in a list.
//!
//! Owns addresses, the request with its limits, who may be connected to, robots.txt and manners.
//! Must not know: terminal, store, what the bytes mean.
//!
//! The way of a request: [`Address`] is checked, the host's `robots.txt` is asked where the program
//! found the address itself, `guard` refuses what resolves to the person's own network, and each
//! redirect goes the same way again. A [`Client`] makes one request at a time.

mod address;
mod body;
mod client;
mod error;
mod guard;
mod manners;
mod robots;
#[cfg(test)]
pub(crate) mod tests;

pub use address::{Address, is_address};
pub use client::{Answer, Client, Document, Found, Validators};
pub use error::{Problem, Refusal};
