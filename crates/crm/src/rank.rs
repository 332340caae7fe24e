//! Fractional ranks: text keys with room between any two, so that moving one card writes one row.
//!
//! The scheme of David Greenspan, "Implementing Fractional Indexing" (2020): a length-prefixed integer, then a
//! fraction, in base 62, ordered as bytes. Appending grows the integer, so long columns keep short keys.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The key of the `n`th of many cards laid out at once.
pub fn nth(n: u32) -> String {
    // Five digits hold 916 million; the prefix 'e' says "positive, five digits".
    let mut digits = [b'0'; 5];
    let mut rest = n;
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    let mut key = String::from("e");
    key.extend(digits.iter().map(|&d| char::from(d)));
    key
}

/// A key after `low` and before `high`; `None` is the end of the column.
///
/// Keys that no version of this module wrote, or that are out of order, give a key that is at least after `low`.
pub fn between(low: Option<&str>, high: Option<&str>) -> String {
    match (low, high) {
        (None, None) => nth(0),
        (Some(low), None) => increment(integer(low)).unwrap_or_else(|| format!("{low}V")),
        (None, Some(high)) => decrement(integer(high)).unwrap_or_else(|| middle("", Some(high))),
        (Some(low), Some(high)) if low < high => {
            let (whole, fraction) = low.split_at(integer(low).len());
            if high.starts_with(whole) && whole.len() == integer(high).len() {
                return format!("{whole}{}", middle(fraction, Some(&high[whole.len()..])));
            }
            match increment(whole) {
                Some(next) if next.as_str() < high => next,
                _ => format!("{whole}{}", middle(fraction, None)),
            }
        }
        (Some(low), Some(_)) => format!("{low}V"),
    }
}

/// The integer part: its first letter says how long it is ('a' to 'z' two to 27 bytes upwards, 'Z' to 'A' downwards).
fn integer(key: &str) -> &str {
    let length = match key.bytes().next() {
        Some(head @ b'a'..=b'z') => usize::from(head - b'a') + 2,
        Some(head @ b'A'..=b'Z') => usize::from(b'Z' - head) + 2,
        _ => key.len(),
    };
    key.get(..length).unwrap_or(key)
}

fn index(digit: u8) -> Option<usize> {
    DIGITS.iter().position(|&d| d == digit)
}

/// The next integer of any length, or `None` past the last.
fn increment(whole: &str) -> Option<String> {
    step(
        whole,
        |i| (i + 1 < 62).then(|| i + 1),
        b'0',
        |head| match head {
            b'Z' => Some((b'a', 2)),
            b'a'..=b'y' => Some((head + 1, usize::from(head - b'a') + 3)),
            b'A'..=b'Y' => Some((head + 1, usize::from(b'Z' - head) + 1)),
            _ => None,
        },
    )
}

fn decrement(whole: &str) -> Option<String> {
    step(
        whole,
        |i| i.checked_sub(1),
        b'z',
        |head| match head {
            b'a' => Some((b'Z', 2)),
            b'b'..=b'z' => Some((head - 1, usize::from(head - b'a') + 1)),
            b'B'..=b'Z' => Some((head - 1, usize::from(b'Z' - head) + 3)),
            _ => None,
        },
    )
}

fn step(
    whole: &str,
    next: impl Fn(usize) -> Option<usize>,
    wrapped: u8,
    change_head: impl Fn(u8) -> Option<(u8, usize)>,
) -> Option<String> {
    let mut bytes = whole.as_bytes().to_vec();
    let head = *bytes.first()?;
    for digit in bytes.iter_mut().skip(1).rev() {
        match next(index(*digit)?) {
            Some(i) => {
                *digit = DIGITS[i];
                return String::from_utf8(bytes).ok();
            }
            None => *digit = wrapped,
        }
    }
    let (head, length) = change_head(head)?;
    let mut bytes = vec![wrapped; length];
    bytes[0] = head;
    String::from_utf8(bytes).ok()
}

/// A fraction after `low` and before `high`, neither ending in the zero digit.
fn middle(low: &str, high: Option<&str>) -> String {
    let (low, high) = (low.as_bytes(), high.map(str::as_bytes));
    let mut key = String::new();
    let mut bounded = high.is_some_and(|h| !h.is_empty());
    for i in 0.. {
        let from = low.get(i).and_then(|&d| index(d)).unwrap_or(0);
        let to = if bounded { high.and_then(|h| h.get(i)).and_then(|&d| index(d)).unwrap_or(0) } else { 62 };
        if to > from + 1 {
            key.push(char::from(DIGITS[usize::midpoint(from, to)]));
            return key;
        }
        key.push(char::from(DIGITS[from]));
        bounded = bounded && to == from && high.is_some_and(|h| i + 1 < h.len());
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cards_laid_out_at_once_are_in_order() {
        let keys: Vec<String> = (0..5000).map(nth).collect();
        assert!(keys.is_sorted() && keys.iter().all(|k| k.len() == 6));
    }

    #[test]
    fn appending_and_prepending_ten_thousand_times_keeps_keys_short() {
        let (mut last, mut first) = (nth(7), nth(7));
        for _ in 0..10_000 {
            let next = between(Some(&last), None);
            let before = between(None, Some(&first));
            assert!(next > last && before < first);
            (last, first) = (next, before);
        }
        assert!(last.len() <= 8 && first.len() <= 8, "{last} {first}");
    }

    proptest! {
        #[test]
        fn there_is_always_room_between_any_two(moves in prop::collection::vec(any::<prop::sample::Index>(), 1..300)) {
            let mut keys: Vec<String> = (0..4).map(nth).collect();
            for place in moves {
                let at = place.index(keys.len() + 1);
                let low = at.checked_sub(1).map(|i| keys[i].clone());
                let key = between(low.as_deref(), keys.get(at).map(String::as_str));
                keys.insert(at, key);
                prop_assert!(keys.windows(2).all(|w| w[0] < w[1]), "{keys:?}");
            }
        }

        #[test]
        fn no_text_panics(low in ".{0,6}", high in ".{0,6}") {
            let _ = between(Some(&low), Some(&high));
            let _ = between(None, Some(&high));
            let _ = between(Some(&low), None);
        }
    }
}
