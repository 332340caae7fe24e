-- From here on users.totp_secret and users.totp_pending are sealed (src/accounts/totp/seal.rs); programs from before would take what
-- is sealed for a secret, so they must not start on it. Confirmed secrets are sealed when the server starts, which has the
-- key. What was given out in clear and never confirmed goes: whoever is at it asks again.
UPDATE users SET totp_pending = NULL WHERE totp_pending IS NOT NULL;
