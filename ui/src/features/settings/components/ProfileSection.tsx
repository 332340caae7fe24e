/** Who the user is, and the currency and zone that numbers and dates are shown in. */
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "@/shared/components/Combobox";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { currencyOptions, timeZones } from "@/shared/prefs/regions";
import { usePatchSettings, useSettings } from "@/shared/prefs/settings";
import { SettingRow } from "./SettingRow";

export function ProfileSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const settings = useSettings();
  const { mutate } = usePatchSettings();
  return (
    <>
      <SettingRow title={t("settings.profile.name")} text={t("settings.profile.name_text")}>
        <SavedInput
          label={t("settings.profile.name")}
          value={settings.profile_name}
          onSave={(profile_name) => mutate({ profile_name })}
        />
      </SettingRow>
      <SettingRow title={t("settings.profile.email")}>
        <SavedInput
          label={t("settings.profile.email")}
          type="email"
          value={settings.profile_email ?? ""}
          onSave={(profile_email) => mutate({ profile_email })}
        />
      </SettingRow>
      <SettingRow title={t("settings.profile.currency")} text={t("settings.profile.currency_text")}>
        <div className="w-64">
          <Select
            label={t("settings.profile.currency")}
            value={settings.base_currency}
            options={currencyOptions(format.locale)}
            onChange={(base_currency) => mutate({ base_currency })}
          />
        </div>
      </SettingRow>
      <SettingRow title={t("settings.profile.zone")} text={t("settings.profile.zone_text")}>
        <ZoneField value={settings.time_zone} onChange={(time_zone) => mutate({ time_zone })} />
      </SettingRow>
    </>
  );
}

interface SavedInputProps {
  label: string;
  value: string;
  type?: string;
  onSave: (value: string) => void;
}

/** Saves when the field is left or Enter is pressed. */
function SavedInput({ label, value, type = "text", onSave }: SavedInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const save = () => {
    if (draft !== null && draft.trim() !== value) onSave(draft.trim());
    setDraft(null);
  };
  return (
    <input
      aria-label={label}
      type={type}
      className="field w-64!"
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === "Enter" && save()}
    />
  );
}

function ZoneField({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const wanted = search.toLowerCase().replaceAll(" ", "_");
  const found = timeZones().filter((zone) => zone.toLowerCase().includes(wanted));
  // The own one is at hand, though the list is long.
  const zones = search ? found : [value, ...found.filter((zone) => zone !== value)];
  return (
    <Combobox
      open={open}
      onOpenChange={setOpen}
      label={t("settings.profile.zone")}
      value={value}
      choices={zones.slice(0, 50).map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
      onSearch={setSearch}
      onPick={(zone) => {
        if (zone) onChange(zone);
        setOpen(false);
      }}
      trigger={
        <button
          type="button"
          className="field flex w-64! items-center gap-2 text-left"
          aria-label={`${t("settings.profile.zone")}: ${value}`}
        >
          <span className="min-w-0 flex-1 truncate">{value.replaceAll("_", " ")}</span>
          <ChevronDown size={14} className="shrink-0 text-faint" />
        </button>
      }
    />
  );
}
