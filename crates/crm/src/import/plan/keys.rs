//! Which record a row means: the match keys of everything there is, in memory, so that no row asks the database.

use crate::{Message, message};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash as _, Hasher};

use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

/// What two records can have in common, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyKind {
    ExternalId,
    Email,
    Domain,
    Phone,
    /// A name together with a company.
    Name,
}

impl KeyKind {
    /// What is said of a row that has the same as an earlier one.
    pub(crate) fn repeated(self, row: u64) -> Message {
        match self {
            Self::ExternalId => {
                message!("Has the same id as row {row}, which was imported; this row was left out", row)
            }
            Self::Email => {
                message!(
                    "Has the same email address as row {row}, which was imported; this row was left out",
                    row
                )
            }
            Self::Domain => {
                message!("Has the same domain as row {row}, which was imported; this row was left out", row)
            }
            Self::Phone => {
                message!(
                    "Has the same name and phone number as row {row}, which was imported; this row was left out",
                    row
                )
            }
            Self::Name => {
                message!(
                    "Has the same name and company as row {row}, which was imported; this row was left out",
                    row
                )
            }
        }
    }
}

/// Records of one key that the rows of one batch can come to mean, one after the other.
pub(crate) const AHEAD: usize = 250;

/// A match key: 128 bits instead of the text, so that two million fit into memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key([u64; 2]);

impl Key {
    pub(crate) fn new(kind: KeyKind, text: &str) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, kind, text).hash(&mut hasher);
            hasher.finish()
        };
        Self([half(1), half(2)])
    }
}

/// A name as it is compared: case, spaces and the way its letters are encoded do not count (NFKC, Unicode Standard Annex
/// 15): a letter with its accent in one sign or in two, a ligature, wide forms.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return joined(name);
    }
    joined(&name.nfkc().collect::<String>())
}

fn joined(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// A record that rows can mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    /// The folded name, hashed; 0 for none.
    pub(crate) name: u64,
    /// The row of this file that means it already; 0 for none yet.
    pub(crate) row: u64,
    pub(crate) has_external_id: bool,
    /// Whether it has an address of its own (email, domain) that another record would not have.
    pub(crate) has_address: bool,
}

/// A name for [`Entry::name`].
pub(crate) fn name_hash(folded: &str) -> u64 {
    if folded.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    folded.hash(&mut hasher);
    hasher.finish().max(1)
}

/// Whether a key means one record by itself or needs the names to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// The key is enough.
    Free,
    /// The key is enough, but a record of the same name goes first, and a second row of another name means another.
    Preferred,
    /// The names have to be equal.
    Required,
}

/// One way a row may mean a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clue {
    pub(crate) kind: KeyKind,
    pub(crate) key: Key,
    pub(crate) names: Names,
    /// Not for records that have an address, where the row has another one.
    pub(crate) only_without_address: bool,
}

impl Clue {
    pub(crate) fn new(kind: KeyKind, text: &str, names: Names) -> Self {
        Self { kind, key: Key::new(kind, text), names, only_without_address: false }
    }
}

/// What the clues of a row lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// The record at this place in the index.
    Record(usize),
    /// What an earlier row of the file means already.
    Duplicate {
        row: u64,
        by: KeyKind,
    },
}

/// The records of one kind by their match keys.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    by_key: HashMap<Key, Places, BuildHasherDefault<Hashed>>,
}

/// Folds a [`Key`] into its hash: it is one already.
#[derive(Debug, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for word in bytes.chunks(8) {
            let mut whole = [0; 8];
            whole[..word.len()].copy_from_slice(word);
            self.0 ^= u64::from_ne_bytes(whole);
        }
    }
}

#[derive(Debug)]
enum Places {
    One(u32),
    /// Boxed, because nearly all keys lead to one record.
    #[expect(clippy::box_collection, reason = "it halves the size of a place")]
    Several(Box<Vec<u32>>),
}

impl Places {
    fn all(&self) -> &[u32] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }
}

impl Index {
    pub(crate) fn add(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Lets `key` lead to the record at `place`.
    pub(crate) fn link(&mut self, place: usize, key: Key) {
        let Ok(place) = u32::try_from(place) else { return };
        match self.by_key.entry(key) {
            std::collections::hash_map::Entry::Vacant(empty) => {
                empty.insert(Places::One(place));
            }
            std::collections::hash_map::Entry::Occupied(mut taken) => match taken.get_mut() {
                Places::One(first) if *first == place => {}
                Places::One(first) => *taken.get_mut() = Places::Several(Box::new(vec![*first, place])),
                Places::Several(places) if places.contains(&place) => {}
                Places::Several(places) => places.push(place),
            },
        }
    }

    pub(crate) fn entry_mut(&mut self, place: usize) -> Option<&mut Entry> {
        self.entries.get_mut(place)
    }

    fn places(&self, key: Key) -> impl Iterator<Item = (usize, &Entry)> {
        let places = self.by_key.get(&key).map_or(&[][..], Places::all);
        places.iter().filter_map(|place| Some((*place as usize, self.entries.get(*place as usize)?)))
    }

    /// The first record of a key, whatever rows mean it.
    pub(crate) fn first(&self, key: Key) -> Option<&Entry> {
        self.places(key).map(|(_, entry)| entry).next()
    }

    /// Every record [`Self::find`] could lead to, now or after other rows of the same batch, so that their values are
    /// read before they are asked for.
    pub(crate) fn possible(&self, clues: &[Clue], name: u64) -> Vec<Uuid> {
        let mut ids = Vec::new();
        for clue in clues {
            let fits = |entry: &&Entry| {
                entry.row == 0 && (clue.names != Names::Required || same_name(entry.name, name))
            };
            let free = self.places(clue.key).map(|(_, entry)| entry).filter(fits);
            ids.extend(free.take(AHEAD).map(|entry| entry.id));
            // An id leads to its record or to nothing, whatever else the row shares with others.
            if clue.kind == KeyKind::ExternalId && !ids.is_empty() {
                break;
            }
        }
        ids
    }

    /// What a row with these clues means.
    ///
    /// Importing a file again must lead every row to the record it led to before, although the records of later rows
    /// are there now. So what earlier rows of the file mean is asked first, over all clues; then records of the same
    /// name, the oldest first; and records of another name only where there are none of either.
    ///
    /// `repeats` says whether two rows may mean two records that share everything but an id (two deals of one name).
    pub(crate) fn find(&self, clues: &[Clue], name: u64, has_external_id: bool, repeats: bool) -> Found {
        let candidates = |clue: &Clue| {
            let (by_id, names, only_without) =
                (clue.kind == KeyKind::ExternalId, clue.names, clue.only_without_address);
            self.places(clue.key).filter(move |(_, entry)| !(only_without && entry.has_address)).map(
                move |(place, entry)| Candidate {
                    place,
                    row: entry.row,
                    same_name: names == Names::Free || same_name(entry.name, name),
                    may_differ: names == Names::Preferred,
                    other_id: !by_id && has_external_id && entry.has_external_id,
                },
            )
        };
        for clue in clues.iter().filter(|clue| !repeats || clue.kind == KeyKind::ExternalId) {
            // Two ids of one file are two records, however alike they are.
            let earlier = candidates(clue).filter(|it| it.row > 0 && it.same_name && !it.other_id);
            if let Some(row) = earlier.map(|it| it.row).min() {
                return Found::Duplicate { row, by: clue.kind };
            }
        }
        let free = |clue| candidates(clue).filter(|it| it.row == 0);
        let same = clues.iter().find_map(|clue| {
            free(clue).filter(|it| it.same_name && !(it.other_id && repeats)).map(|it| it.place).min()
        });
        let other = || {
            clues.iter().find_map(|clue| {
                free(clue).filter(|it| it.may_differ && !it.other_id).map(|it| it.place).min()
            })
        };
        same.or_else(other).map_or(Found::Nothing, Found::Record)
    }
}

/// A record that a clue leads to, as a row sees it.
struct Candidate {
    place: usize,
    /// The row that means it already; 0 for none.
    row: u64,
    same_name: bool,
    /// Whether it may be meant under another name.
    may_differ: bool,
    /// Whether both have an id, and not the same one.
    other_id: bool,
}

/// A record without a name may be anyone's.
fn same_name(a: u64, b: u64) -> bool {
    a == b || a == 0 || b == 0
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Clue, Entry, Found, Index, KeyKind, Names, folded, name_hash};

    struct Desk(Index);

    impl Desk {
        fn add(&mut self, name: &str, email: &str, row: u64, has_external_id: bool) -> usize {
            let entry = Entry {
                id: Uuid::from_u128(7),
                name: name_hash(&folded(name)),
                row,
                has_external_id,
                has_address: !email.is_empty(),
            };
            let place = self.0.add(entry);
            self.0.link(place, clue(email).key);
            place
        }

        fn find(&self, name: &str, email: &str, has_external_id: bool) -> Found {
            self.0.find(&[clue(email)], name_hash(&folded(name)), has_external_id, false)
        }
    }

    fn clue(email: &str) -> Clue {
        Clue::new(KeyKind::Email, email, Names::Preferred)
    }

    #[test]
    fn a_name_is_the_same_however_its_letters_are_encoded() {
        assert_eq!(folded("Mu\u{308}ller  GmbH"), folded("m\u{fc}ller gmbh"));
        assert_eq!(folded("\u{fb01}rst"), "first");
        assert_ne!(folded("Muller"), folded("M\u{fc}ller"), "an accent is another letter");
    }

    #[test]
    fn an_address_means_the_record_that_has_it_even_under_a_new_name() {
        let mut desk = Desk(Index::default());
        let anna = desk.add("Anna Berg", "a@b.de", 0, false);
        assert_eq!(desk.find("anna  BERG", "a@b.de", false), Found::Record(anna));
        assert_eq!(desk.find("Anna Tal", "a@b.de", false), Found::Record(anna));
        assert_eq!(desk.find("Anna Berg", "x@b.de", false), Found::Nothing);
    }

    #[test]
    fn a_second_row_is_a_duplicate_unless_it_is_someone_else_at_a_shared_address() {
        let mut desk = Desk(Index::default());
        desk.add("Anna Berg", "shop@b.de", 2, false);
        let twice = Found::Duplicate { row: 2, by: KeyKind::Email };
        assert_eq!(desk.find("Anna Berg", "shop@b.de", false), twice);
        assert_eq!(desk.find("", "shop@b.de", false), twice);
        assert_eq!(desk.find("Bert Tal", "shop@b.de", false), Found::Nothing);
        let bert = desk.add("Bert Tal", "shop@b.de", 0, false);
        assert_eq!(desk.find("Bert Tal", "shop@b.de", false), Found::Record(bert));
    }

    #[test]
    fn two_ids_of_one_file_are_two_records() {
        let mut desk = Desk(Index::default());
        desk.add("Anna Berg", "a@b.de", 2, true);
        assert_eq!(desk.find("Anna Berg", "a@b.de", true), Found::Nothing);
    }

    #[test]
    fn deals_that_share_their_name_are_taken_one_after_the_other() {
        let mut index = Index::default();
        let clues = [Clue::new(KeyKind::Name, "gtx – acme", Names::Free)];
        let entry =
            Entry { id: Uuid::from_u128(1), name: 5, row: 0, has_external_id: false, has_address: false };
        for _ in 0..2 {
            let place = index.add(entry);
            index.link(place, clues[0].key);
        }
        assert_eq!(index.find(&clues, 5, false, true), Found::Record(0));
        index.entry_mut(0).unwrap().row = 2;
        assert_eq!(index.find(&clues, 5, false, true), Found::Record(1));
        index.entry_mut(1).unwrap().row = 3;
        assert_eq!(index.find(&clues, 5, false, true), Found::Nothing);
    }
}
