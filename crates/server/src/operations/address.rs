//! Where a request comes from, for limits alone: it is neither kept nor logged.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;

/// The header that a reverse proxy writes the client's address into.
const FORWARDED: &str = "x-forwarded-for";

/// The reverse proxies whose word counts. The default is the machine itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxies(Vec<IpAddr>);

impl Default for Proxies {
    fn default() -> Self {
        Self(vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)])
    }
}

impl Proxies {
    #[must_use]
    pub fn new(addresses: Vec<IpAddr>) -> Self {
        Self(addresses)
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The address of the client: the peer's, or if that is a proxy of ours, the last one in the header that is not. What is
    /// further left there was written by the client itself and can be anything.
    #[must_use]
    pub fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.ip().to_canonical();
        let values: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|v| v.to_str().ok()).collect();
        for hop in values.iter().rev().flat_map(|value| value.rsplit(',')) {
            if !self.trust(client) {
                break;
            }
            match hop.trim().parse::<IpAddr>() {
                Ok(address) => client = address.to_canonical(),
                Err(_) => break,
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, value.parse().unwrap());
        }
        let proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap(), "10.0.0.9".parse().unwrap()]);
        proxies.client(format!("{peer}:4000").parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed() {
        assert_eq!(client("127.0.0.1", &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("198.51.100.7", &["203.0.113.5"]), "198.51.100.7");
        assert_eq!(client("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn what_a_client_claims_about_itself_counts_for_nothing() {
        assert_eq!(client("127.0.0.1", &["1.2.3.4, 203.0.113.5"]), "203.0.113.5");
        assert_eq!(client("127.0.0.1", &["1.2.3.4", "203.0.113.5, 10.0.0.9"]), "203.0.113.5");
        assert_eq!(client("127.0.0.1", &["203.0.113.5, not an address"]), "127.0.0.1");
    }
}
