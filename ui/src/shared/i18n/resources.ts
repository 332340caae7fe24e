/** The language files put together: one file per area of the product and language. */
import deAction from "./de/action.json";
import deAnalytics from "./de/analytics.json";
import deApp from "./de/app.json";
import deChart from "./de/chart.json";
import deCommon from "./de/common.json";
import deEnum from "./de/enum.json";
import deField from "./de/field.json";
import deForecast from "./de/forecast.json";
import deImport from "./de/import.json";
import deList from "./de/list.json";
import dePipeline from "./de/pipeline.json";
import deRecord from "./de/record.json";
import deSettings from "./de/settings.json";
import deSync from "./de/sync.json";
import deToday from "./de/today.json";
import enAction from "./en/action.json";
import enAnalytics from "./en/analytics.json";
import enApp from "./en/app.json";
import enChart from "./en/chart.json";
import enCommon from "./en/common.json";
import enEnum from "./en/enum.json";
import enField from "./en/field.json";
import enForecast from "./en/forecast.json";
import enImport from "./en/import.json";
import enList from "./en/list.json";
import enPipeline from "./en/pipeline.json";
import enRecord from "./en/record.json";
import enSettings from "./en/settings.json";
import enSync from "./en/sync.json";
import enToday from "./en/today.json";

export const en = {
  action: enAction,
  analytics: enAnalytics,
  app: enApp,
  chart: enChart,
  common: enCommon,
  enum: enEnum,
  field: enField,
  forecast: enForecast,
  import: enImport,
  list: enList,
  pipeline: enPipeline,
  record: enRecord,
  settings: enSettings,
  sync: enSync,
  today: enToday,
};

export const de = {
  action: deAction,
  analytics: deAnalytics,
  app: deApp,
  chart: deChart,
  common: deCommon,
  enum: deEnum,
  field: deField,
  forecast: deForecast,
  import: deImport,
  list: deList,
  pipeline: dePipeline,
  record: deRecord,
  settings: deSettings,
  sync: deSync,
  today: deToday,
};
