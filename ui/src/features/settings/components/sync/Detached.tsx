/** A profile in no workspace: what sync is for, and the two ways in. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Segmented } from "@/shared/components/Controls";
import { statusQuery } from "@/shared/prefs/status";
import { ConnectForm } from "./ConnectForm";
import { JoinForm } from "./JoinForm";

const WAYS = ["account", "invitation"] as const;

export function Detached() {
  const { t } = useTranslation();
  const [way, setWay] = useState<(typeof WAYS)[number]>("account");
  const hasSamples = useQuery(statusQuery).data?.has_sample_data;
  return (
    <div className="max-w-130">
      <p className="mb-5 text-muted">{t("sync.detached_intro")}</p>
      {hasSamples && (
        <p role="note" className="mb-5 flex gap-2 rounded-lg bg-warning-soft px-3 py-2 text-warning-text">
          <TriangleAlert size={14} aria-hidden="true" className="mt-0.75 shrink-0" />
          <span>
            {t("sync.samples_note")}{" "}
            <Link to="/settings/$section" params={{ section: "data" }} className="font-medium underline">
              {t("sync.samples_link")}
            </Link>
          </span>
        </p>
      )}
      <div className="mb-5">
        <Segmented
          label={t("sync.way.label")}
          value={way}
          onChange={(next) => setWay(next as typeof way)}
          options={WAYS.map((value) => ({ value, label: t(`sync.way.${value}`) }))}
        />
      </div>
      {way === "account" ? <ConnectForm /> : <JoinForm />}
    </div>
  );
}
