//! What a token of a page promises.

use proptest::prelude::*;

use super::*;

const KEY: PageKey = PageKey::new([7; 32]);

fn page() -> Page {
    Page {
        kind: PageKind::Unsubscribe,
        workspace: Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001),
        subject: Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0002),
    }
}

/// Devices in the field mint tokens that must be understood for years: computed apart from this code, with Python's
/// `hmac.new(b"\x07" * 32, claim, "sha256").digest()[:16]`.
#[test]
fn the_form_of_a_token_never_changes() {
    assert_eq!(page().mint(&KEY), "AQEBmAAAAABwAIAAAAAAAAABAZgAAAAAcACAAAAAAAAAAgmWjZhcSRdsm9JUjCuqPZg");
}

#[test]
fn a_key_comes_back_from_its_text_and_is_not_printed() {
    assert_eq!(PageKey::parse(&KEY.encode()), Some(KEY));
    assert_eq!(PageKey::parse("c2hvcnQ"), None);
    assert!(!format!("{KEY:?}").contains('7'));
}

#[test]
fn what_is_no_token_is_refused() {
    let token = page().mint(&KEY);
    for wrong in [
        "",
        "x",
        &token[1..],
        &format!("{token}="),
        &format!("{token}A"),
        &format!(" {}", &token[1..]),
        &"é".repeat(33),
        &"A".repeat(TOKEN_CHARS),
        &"_".repeat(1 << 16),
    ] {
        assert_eq!(Unverified::parse(wrong).unwrap_err(), BadToken::Unreadable, "{wrong:.80}");
    }
}

#[test]
fn another_workspaces_key_makes_no_token_of_this_one() {
    let token = Unverified::parse(&page().mint(&PageKey::new([8; 32]))).unwrap();
    assert_eq!(token.verify(&KEY), Err(BadToken::Forged));
}

#[test]
fn the_row_of_an_event_is_the_same_wherever_it_is_worked_out() {
    let event = page().event();
    assert_eq!(event, page().event());
    assert_ne!(event, Page { kind: PageKind::Open, ..page() }.event());
    assert_ne!(event, Page { subject: Uuid::nil(), ..page() }.event());
    assert_ne!(event, Page { workspace: Uuid::nil(), ..page() }.event());
    assert_eq!(page().dedup(), "unsubscribe|01980000-0000-7000-8000-000000000002");
    assert_ne!(server_member(page().workspace).0, server_device(page().workspace).0);
}

proptest! {
    #[test]
    fn every_page_comes_back(kind in 0..PageKind::ALL.len(), workspace: u128, subject: u128, key: [u8; 32]) {
        let page = Page {
            kind: PageKind::ALL[kind],
            workspace: Uuid::from_u128(workspace),
            subject: Uuid::from_u128(subject),
        };
        let key = PageKey::new(key);
        let token = page.mint(&key);
        prop_assert_eq!(token.len(), TOKEN_CHARS);
        let read = Unverified::parse(&token).unwrap();
        prop_assert_eq!(read.workspace(), page.workspace);
        prop_assert_eq!(read.verify(&key), Ok(page));
    }

    #[test]
    fn changing_any_bit_makes_it_worthless(bit in 0..TOKEN * 8) {
        let mut bytes = URL_SAFE_NO_PAD.decode(page().mint(&KEY)).unwrap();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let read = Unverified::parse(&URL_SAFE_NO_PAD.encode(bytes));
        prop_assert!(read.and_then(|token| token.verify(&KEY)).is_err());
    }

    #[test]
    fn hostile_text_never_panics(text in "\\PC{0,100}") {
        let _ = Unverified::parse(&text);
    }
}
