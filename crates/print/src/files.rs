//! All that a template can see: the templates, the fonts, and the data and pictures of its document.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::FONTS;

pub(crate) const TEMPLATES: [(&str, &str); 2] = [
    ("look.typ", include_str!("../templates/look.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
];

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Files that exist only in memory. There is no way from here to the disk, and packages are never found.
pub(crate) struct Files {
    main: FileId,
    sources: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
}

impl Files {
    /// `main` names one of the `sources`. None if a name is not a path, which for names of this crate cannot be.
    pub(crate) fn new(main: &str, sources: &[(&str, &str)], files: Vec<(String, Vec<u8>)>) -> Option<Self> {
        let sources = sources.iter().map(|(name, text)| Some(Source::new(id(name)?, (*text).to_owned())));
        let files = files.into_iter().map(|(name, bytes)| Some((id(&name)?, Bytes::new(bytes))));
        Some(Self {
            main: id(main)?,
            sources: sources.collect::<Option<_>>()?,
            files: files.collect::<Option<_>>()?,
        })
    }
}

fn id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or_else(|| absent(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    /// Templates have no clock: dates come as text.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
