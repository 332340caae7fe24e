//! What is asked for: a form with its content, on which paper, in which language, of which moment.

use std::time::Duration;

use jiff::Zoned;
use serde::Serialize;

use crate::PrintError;
use crate::compile::Job;
use crate::limits::Limits;
use crate::picture::Pictures;
use crate::report::Report;

#[derive(Debug, Clone)]
pub struct Document<'a> {
    pub form: Form<'a>,
    pub paper: Paper,
    pub language: Language,
    /// The moment the PDF says it was made, in the user's time zone. What readers see of it is up to the form.
    pub dated: &'a Zoned,
    /// After this the document is given up with [`PrintError::Deadline`].
    ///
    /// The thread that sets it cannot be stopped: it works on until it is done, and its result is thrown away. That is
    /// why [`Limits`] bound what goes in, and why no further documents are begun while several are in that state.
    pub deadline: Duration,
    pub limits: Limits,
}

/// The template, with what it shows.
#[derive(Debug, Clone, Copy)]
pub enum Form<'a> {
    Report(&'a Report),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Paper {
    #[serde(rename = "a4")]
    A4,
    #[serde(rename = "us-letter")]
    UsLetter,
}

/// The language of the text: how words are hyphenated and which words the template itself uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
}

/// The file `/data.json` that a template reads.
#[derive(Serialize)]
struct Data<T> {
    paper: Paper,
    language: Language,
    content: T,
}

impl<'a> Document<'a> {
    /// A document with the usual limits and deadline.
    #[must_use]
    pub fn new(form: Form<'a>, paper: Paper, language: Language, dated: &'a Zoned) -> Self {
        Self { form, paper, language, dated, deadline: Duration::from_secs(30), limits: Limits::default() }
    }

    pub(crate) fn job(&self) -> Result<Job, PrintError> {
        let mut pictures = Pictures::default();
        let (main, data) = match self.form {
            Form::Report(report) => {
                self.limits.check_report(report)?;
                let content = report.sheet(&mut pictures)?;
                let data = Data { paper: self.paper, language: self.language, content };
                ("report.typ", serde_json::to_vec(&data)?)
            }
        };
        Ok(Job { main, data, pictures: pictures.into_files(), dated: self.dated.clone() })
    }
}
