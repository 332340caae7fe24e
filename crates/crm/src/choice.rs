//! Enumerations with fixed names on the wire and in the database.

/// Declares an enum whose variants have text forms: parsed, printed, stored and listed by them.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
        pub enum $name { $(#[sqlx(rename = $text)] $variant),+ }

        impl $name {
            /// Every text form, in order.
            pub const ALL: &'static [&'static str] = &[$($text),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(format!("is {text:?}, but can be one of {}", Self::ALL.join(", "))),
                }
            }
        }

        impl From<$name> for mycrm_store::Value {
            fn from(choice: $name) -> Self {
                choice.as_str().into()
            }
        }
    };
}

choices!(Salutation { Mr = "mr", Mrs = "mrs", Ms = "ms", Dr = "dr", Prof = "prof" });
choices!(ContactType { Customer = "customer", Prospect = "prospect", Vendor = "vendor", Partner = "partner" });
choices!(LeadSource {
    Website = "website",
    Referral = "referral",
    SocialMedia = "social_media",
    EmailCampaign = "email_campaign",
    ColdCall = "cold_call",
    TradeShow = "trade_show",
    Advertisement = "advertisement",
    Other = "other",
});
choices!(LeadStatus {
    New = "new",
    Contacted = "contacted",
    Qualified = "qualified",
    Unqualified = "unqualified",
    Converted = "converted",
    Lost = "lost",
});
choices!(Priority { Low = "low", Medium = "medium", High = "high", Urgent = "urgent" });
choices!(
    /// Whether deals in a stage are still worked on, and how they ended.
    StageKind { Open = "open", Won = "won", Lost = "lost" }
);
choices!(ForecastCategory {
    Omitted = "omitted",
    Pipeline = "pipeline",
    BestCase = "best_case",
    Commit = "commit",
    Closed = "closed",
});
choices!(TaskType {
    Call = "call",
    Email = "email",
    Meeting = "meeting",
    FollowUp = "follow_up",
    Proposal = "proposal",
    Demo = "demo",
    Other = "other",
});
choices!(TaskStatus {
    Pending = "pending",
    InProgress = "in_progress",
    Completed = "completed",
    Cancelled = "cancelled",
});
choices!(ActivityKind {
    Call = "call",
    Email = "email",
    Meeting = "meeting",
    Note = "note",
    Task = "task",
    StatusChange = "status_change",
    StageChange = "stage_change",
    ProposalSent = "proposal_sent",
    ContractSent = "contract_sent",
});
choices!(
    /// The field of a deal whose changes are kept with the time since when they hold.
    HistoryField { Stage = "stage", Amount = "amount", CloseDate = "close_date", Category = "category" }
);
