//! Who may be connected to: an address on the web must not open a door in the person's own
//! network.
//!
//! Names are looked up once, and the connection goes to what was checked: a name that means
//! another host a moment later (DNS rebinding) gains nothing. Ranges after the special-purpose
//! registries of IANA.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Where an IP address lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Realm {
    /// Open to everybody.
    Public,
    /// The machine itself or the network around it.
    Local,
    /// Where nobody has a site to read: the host of a cloud machine with its keys (169.254.169.254
    /// and all that is link-local), groups, what is reserved.
    Nobody,
}

/// An address that must not be connected to; travels through the client as an error.
#[derive(Debug, thiserror::Error)]
#[error("{0} must not be connected to")]
pub(super) struct Barred(pub IpAddr, pub Realm);

/// Looks names up, and lets only those addresses through that may be connected to.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard(Arc<State>);

#[derive(Debug, Default)]
struct State {
    lookup: DefaultResolver,
    allow_local: AtomicBool,
    met_local: AtomicBool,
}

impl Guard {
    /// Sets whether the next connections may be local.
    pub(super) fn allow_local(&self, allowed: bool) {
        self.0.allow_local.store(allowed, Ordering::Relaxed);
        self.0.met_local.store(false, Ordering::Relaxed);
    }

    /// Whether what was looked up last is local.
    pub(super) fn met_local(&self) -> bool {
        self.0.met_local.load(Ordering::Relaxed)
    }

    /// Checks an address by its name alone, for a proxy that looks it up itself.
    pub(super) fn check_name(&self, host: Option<&url::Host<&str>>) -> Result<(), Barred> {
        let ip = match host {
            Some(url::Host::Ipv4(ip)) => IpAddr::V4(*ip),
            Some(url::Host::Ipv6(ip)) => IpAddr::V6(*ip),
            Some(url::Host::Domain(name)) if is_localhost(name) => Ipv4Addr::LOCALHOST.into(),
            _ => return Ok(()),
        };
        if self.admits(ip) {
            return Ok(());
        }
        Err(Barred(ip, realm(ip)))
    }

    fn admits(&self, ip: IpAddr) -> bool {
        match realm(ip) {
            Realm::Public => true,
            Realm::Local => self.0.allow_local.load(Ordering::Relaxed),
            Realm::Nobody => false,
        }
    }

    /// Those that may be connected to. A name with a public address is a site outside: a local one
    /// beside it is left alone, or the site would be held to be of the own network.
    fn admitted(&self, found: &ResolvedSocketAddrs) -> ResolvedSocketAddrs {
        let public = |address: &SocketAddr| realm(address.ip()) == Realm::Public;
        let outside = found.iter().any(public);
        let mut admitted = self.empty();
        for address in found.iter().filter(|a| self.admits(a.ip())) {
            if public(address) || !outside {
                admitted.push(*address);
            }
        }
        let local = !outside && !admitted.is_empty();
        self.0.met_local.store(local, Ordering::Relaxed);
        admitted
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.lookup.resolve(uri, config, timeout);
        let found = found.map_err(|error| match error {
            Error::Io(_) => Error::HostNotFound,
            other => other,
        })?;
        // A proxy is the person's own choice, and mostly in their own network.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return Ok(found);
        }
        let admitted = self.admitted(&found);
        if admitted.is_empty() {
            let ip = found.first().ok_or(Error::HostNotFound)?.ip();
            return Err(Error::Other(Box::new(Barred(ip, realm(ip)))));
        }
        Ok(admitted)
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Where `ip` lies.
pub(super) fn realm(ip: IpAddr) -> Realm {
    match ip {
        IpAddr::V4(ip) => realm_v4(ip),
        IpAddr::V6(ip) => realm_v6(ip),
    }
}

fn realm_v4(ip: Ipv4Addr) -> Realm {
    match ip.octets() {
        // This host, a loopback, private networks, and those between a provider and its customers.
        [0, 0, 0, 0] | [10 | 127, ..] | [192, 168, ..] => Realm::Local,
        [172, 16..=31, ..] | [100, 64..=127, ..] => Realm::Local,
        // Link-local, protocols, examples, benchmarks, groups, reserved.
        [0, ..] | [169, 254, ..] | [192, 0, 0 | 2, _] | [192, 88, 99, _] => Realm::Nobody,
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] | [224..=255, ..] => {
            Realm::Nobody
        }
        _ => Realm::Public,
    }
}

fn realm_v6(ip: Ipv6Addr) -> Realm {
    let parts = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        realm_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Realm::Local,
        // Version 4 in another dress: mapped, compatible, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] => v4(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        // Unique local, and site-local as it was called before.
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Realm::Local,
        // Protocols (Teredo among them), examples.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Realm::Nobody,
        [0x2000..=0x3fff, ..] => Realm::Public,
        _ => Realm::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for (realm_of, addresses) in [
            (
                Realm::Public,
                "93.184.215.14 1.1.1.1 172.15.0.1 172.32.0.1 100.63.0.1 11.0.0.1 192.167.1.1 \
                 2606:2800:21f:cb07:6820:80da:af6b:8b2c ::ffff:1.1.1.1 64:ff9b::101:101 2002:101:101::",
            ),
            (
                Realm::Local,
                "0.0.0.0 127.0.0.1 127.9.9.9 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 \
                 100.64.0.1 ::1 :: fc00::1 fd12:3456::1 fec0::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 \
                 ::127.0.0.1 64:ff9b::10.0.0.1 2002:a00:1::",
            ),
            (
                Realm::Nobody,
                "169.254.169.254 0.1.2.3 192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255 fe80::1 \
                 ff02::1 2001:db8::1 2001::1 ::ffff:169.254.169.254 64:ff9b:1::1 100::1 \
                 2002:a9fe:a9fe::",
            ),
        ] {
            for text in addresses.split_whitespace() {
                assert_eq!(realm(text.parse().unwrap()), realm_of, "{text}");
            }
        }
    }

    #[test]
    fn a_name_with_a_public_address_is_outside() {
        let guard = Guard::default();
        for (addresses, allowed, want, local) in [
            ("10.0.0.1 1.1.1.1 ::1", true, "1.1.1.1", false),
            ("1.1.1.1 10.0.0.1", false, "1.1.1.1", false),
            ("10.0.0.1 169.254.169.254 ::1", true, "10.0.0.1 ::1", true),
            ("10.0.0.1", false, "", false),
            ("169.254.169.254", true, "", false),
        ] {
            let mut found = guard.empty();
            for ip in addresses.split_whitespace() {
                found.push(SocketAddr::new(ip.parse().unwrap(), 80));
            }
            guard.allow_local(allowed);
            let admitted = guard.admitted(&found);
            let ips: Vec<String> = admitted.iter().map(|a| a.ip().to_string()).collect();
            assert_eq!(ips.join(" "), want, "{addresses}");
            assert_eq!(guard.met_local(), local, "{addresses}");
        }
    }
}
