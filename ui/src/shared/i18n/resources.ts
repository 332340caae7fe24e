/** The language files put together: one file per area of the product and language. */
import deApp from "./de/app.json";
import deCommon from "./de/common.json";
import deEnum from "./de/enum.json";
import deField from "./de/field.json";
import deImport from "./de/import.json";
import deList from "./de/list.json";
import dePipeline from "./de/pipeline.json";
import deRecord from "./de/record.json";
import deSettings from "./de/settings.json";
import deToday from "./de/today.json";
import enApp from "./en/app.json";
import enCommon from "./en/common.json";
import enEnum from "./en/enum.json";
import enField from "./en/field.json";
import enImport from "./en/import.json";
import enList from "./en/list.json";
import enPipeline from "./en/pipeline.json";
import enRecord from "./en/record.json";
import enSettings from "./en/settings.json";
import enToday from "./en/today.json";

export const en = {
  app: enApp,
  common: enCommon,
  enum: enEnum,
  field: enField,
  import: enImport,
  list: enList,
  pipeline: enPipeline,
  record: enRecord,
  settings: enSettings,
  today: enToday,
};

export const de = {
  app: deApp,
  common: deCommon,
  enum: deEnum,
  field: deField,
  import: deImport,
  list: deList,
  pipeline: dePipeline,
  record: deRecord,
  settings: deSettings,
  today: deToday,
};
