/** What makes analytics stale: they are reckoned from these collections. */
export const ANALYTICS_TAGS = [
  "opportunities",
  "pipelines",
  "products",
  "people",
  "quotas",
  "currency_rates",
];
