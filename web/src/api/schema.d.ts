/** Generated from the server’s OpenAPI description by `npm run api`: do not edit. */
export interface paths {
    "/api/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Overview
         * @description Everything at a glance.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Settings
         * @description The settings in force. Of secrets it is only told whether they are set.
         */
        get: operations["list_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/talks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Talks
         * @description That talks exist and what they cost, newest first. `POST /force-stop/{id}` and `DELETE /api/sessions/{id}` end and
         *     delete them; to read one takes that its learner shares it.
         */
        get: operations["list_talks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Audit
         * @description The newest first.
         */
        get: operations["read_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Auth
         * @description For a page that does not know yet who is there.
         */
        get: operations["get_auth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Sign in with a password. The answer has a cookie that keeps one signed in.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description Sign out here. Without a login nothing happens.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Oidc Callback
         * @description Come back from the identity provider.
         */
        get: operations["oidc_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oidc/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Oidc Login
         * @description Go to the identity provider.
         */
        get: operations["oidc_login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Config
         * @description What the page has to know before a conversation.
         */
        get: operations["config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Consents
         * @description Each question as it is asked now, and every answer that you gave. `PUT /api/consents` answers.
         */
        get: operations["get_consents"];
        /**
         * Put Consents
         * @description Answer for oneself; the last answer holds.
         */
        put: operations["put_consents"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dashboard/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Stats
         * @description How much is practised, and what about. Trainers see their own team, admins all.
         */
        get: operations["get_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/disagreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Disagreements
         * @description One's own; for those who look after the server, how often everybody disagreed with what, without their words.
         */
        get: operations["list_disagreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/{analysis_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Analysis
         * @description What became of an analysis: 202 while it runs, then the report, or the error that it met.
         */
        get: operations["get_analysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Analyse
         * @description Judge a stored session, or a posted transcript when nothing is stored under that id.
         *
         *     Who prefers not to wait gets a stored report at once, and joins an analysis of the same that is running.
         */
        post: operations["analyse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Goals
         * @description One's own goals that are not set aside, the oldest first.
         */
        get: operations["list_goals"];
        put?: never;
        /**
         * Set Goal
         * @description Set out to reach a level of an element.
         */
        post: operations["set_goal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/goals/{goal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Drop Goal
         * @description Set a goal aside.
         */
        delete: operations["drop_goal"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description Those that nobody has accepted yet; trainers see those into their own team.
         */
        get: operations["list_invitations"];
        put?: never;
        /**
         * Create Invitation
         * @description Invite somebody. Admins invite anybody, trainers learners into their own team.
         */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Invitation
         * @description For whoever has the link.
         */
        get: operations["get_invitation"];
        put?: never;
        post?: never;
        /**
         * Withdraw Invitation
         * @description The link works no more.
         */
        delete: operations["withdraw_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/{token}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Invitation
         * @description Make the account, or set the new password; one is signed in then.
         */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who the server takes the caller for.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Me
         * @description Another name. Address, role and team are an admin's to change.
         */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/me/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase Me
         * @description Delete your talks, or your account with everything that is kept about you. It is gone when this answers.
         *
         *     400 `not_confirmed`; 403 `wrong_password`, `sign_in_again`; 409 `last_admin`.
         */
        post: operations["erase_me"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Me
         * @description Everything that is kept about you as one zip: rows as JSON, transcripts as text, recordings, a page to read.
         */
        get: operations["export_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/logins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Logins
         * @description Where one is signed in, used last first.
         */
        get: operations["list_logins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/logins/{login_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Login
         * @description Sign out there.
         */
        delete: operations["end_login"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Everywhere else one is signed out then. Tokens go on working.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Preferences
         * @description What one saved last.
         */
        get: operations["get_preferences"];
        /**
         * Put Preferences
         * @description Save all three for oneself, in place of what was saved before.
         */
        put: operations["put_preferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description The newest first.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Make Token
         * @description A token for a machine that acts as oneself. A token makes no other: what leaks must not grow.
         */
        post: operations["make_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description It works no more.
         */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Models
         * @description All known models, and how far each download is.
         */
        get: operations["list_models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Model
         * @description Delete an installed model, unless it is in use.
         */
        delete: operations["remove_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/models/{name}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pull Model
         * @description Fetch and install a model. One that is here, or on its way, stays as it is.
         */
        post: operations["pull_model"];
        /**
         * Cancel Pull
         * @description Stop a download. What was fetched is kept, and the next one goes on with it.
         */
        delete: operations["cancel_pull"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/monitor/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Running
         * @description The talks that go on, whose learners have agreed to it: for trainers the team's, for admins everybody's.
         */
        get: operations["list_running"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/monitor/sessions/{session_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Session
         * @description End a talk that one may follow. The learner is told by whom.
         */
        post: operations["end_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/monitor/sessions/{session_id}/hint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whisper
         * @description Whisper to the learner: an event `hint` on their stream. 403 `monitoring_not_agreed`, 409 `not_live`.
         */
        post: operations["whisper"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/privacy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Privacy
         * @description How this server treats what you say to it.
         */
        get: operations["get_privacy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Progress
         * @description Skills and figures of one's own talks, the latest 500. Takes of a moment count as practice, not as levels.
         */
        get: operations["get_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Pulse
         * @description What one is asked now, and what to practise because of what the team said.
         */
        get: operations["get_pulse"];
        put?: never;
        /**
         * Answer Pulse
         * @description Answer once. Who answered and what was answered are stored apart, without a time.
         */
        post: operations["answer_pulse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Note
         * @description Say what was changed because of a pulse; everybody in the team reads it.
         */
        post: operations["add_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/notes/{note_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Note
         * @description Take back what was said.
         */
        delete: operations["remove_note"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Trends
         * @description Each theme's waves. The same is told of a team to everybody who may look, and by the same rules in CSV.
         */
        get: operations["get_trends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/waves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Waves
         * @description The waves of the teams that one may open a pulse for, the latest first, at most 200.
         */
        get: operations["list_waves"];
        put?: never;
        /**
         * Open Wave
         * @description Ask teams from one day to another. A team is asked in one wave at a time.
         */
        post: operations["open_wave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/waves/{wave_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel Wave
         * @description Call a wave off and delete its answers. 409 once it is closed: what was told cannot be asked again with one less.
         */
        delete: operations["cancel_wave"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse/waves/{wave_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Wave
         * @description Close a wave for good, before its last day. From then on its figures are told.
         */
        post: operations["close_wave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/realtime/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Realtime Session
         * @description The same, with `client_secret` beside it.
         */
        post: operations["create_realtime_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scenarios
         * @description All that the caller may practise, as cards: what was written here first, then what is shipped.
         */
        get: operations["list_scenarios"];
        put?: never;
        /**
         * Create Scenario
         * @description Begin one of your own: with a first text, as a copy, or from a file.
         */
        post: operations["create_scenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scenario
         * @description One scenario, as the learner may know it before the talk.
         */
        get: operations["get_scenario"];
        /**
         * Save Scenario
         * @description Save a new version. 409 when somebody has saved since `base_version`; 400 for a text that cannot be played.
         */
        put: operations["save_scenario"];
        post?: never;
        /**
         * Delete Scenario
         * @description Delete it. The reports of talks that were held with it stay.
         */
        delete: operations["delete_scenario"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Draft
         * @description Keep an unsaved text for a talk with it; its report will look at that text.
         */
        post: operations["keep_draft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scenario File
         * @description The text as a file, in the format of the shipped ones; another server can import it.
         */
        get: operations["get_scenario_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/sharing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Share Scenario
         * @description Let the team practise it; without a team, everybody on this server.
         */
        put: operations["share_scenario"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Scenario Text
         * @description The whole text, with what the partner hides; also of a shipped scenario, to be copied.
         */
        get: operations["get_scenario_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Scenario Versions
         * @description Everything that was saved, the latest first.
         */
        get: operations["list_scenario_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/{scenario_id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Scenario
         * @description Make an earlier text the one of now, as a new version.
         */
        post: operations["restore_scenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Scenario
         * @description What is wrong with a text, and what would play badly, each with its line.
         */
        post: operations["check_scenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Draft From Notes
         * @description Let a language model draft a scenario from notes, which are redacted here first in any case.
         *
         *     Asking is the leave for this one text, which `…/notes/redact` shows beforehand.
         */
        post: operations["draft_from_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/notes/redact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redact Notes
         * @description What would be sent of some notes: names, addresses and numbers are taken out on this server.
         */
        post: operations["redact_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Simulate Scenario
         * @description Let a skilled and an unskilled learner play it. 400 `invalid_scenario` for a text that cannot be played.
         */
        post: operations["simulate_scenario"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/scenarios/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Authoring Vocabulary
         * @description The names that a scenario can use, with what they mean.
         */
        get: operations["authoring_vocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search Talks
         * @description One's own talks in which this was said, by either side; the newest first.
         */
        get: operations["search_talks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/self-test/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Self Test
         * @description Answer with a peer that echoes audio and text for at most a minute.
         */
        post: operations["self_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description Newest first. What is neither one's own nor shared comes without anything of its content.
         */
        get: operations["list_sessions"];
        put?: never;
        /**
         * Create Session
         * @description Make a session; the call then connects to `WS /ws/realtime/{id}`.
         */
        post: operations["create_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get Session */
        get: operations["get_session"];
        put?: never;
        post?: never;
        /**
         * Delete Session
         * @description Delete a session with its turns, events, feedback and recording. A live one is stopped first.
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/before": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Before
         * @description What was said before another take began; empty for a session that is none, or whose first take was deleted.
         */
        get: operations["get_before"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/behind": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Behind
         * @description What the partner was hiding, and whether it was earned; only when the talk is over.
         */
        get: operations["get_behind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/dialogues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Dialogues
         * @description The model dialogues to read; only after practising.
         */
        get: operations["get_dialogues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/dialogues/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Reading
         * @description When each line is said in the dialogue's sound, which is made now if it is not there.
         */
        get: operations["get_reading"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/dialogues/{kind}/audio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Dialogue Audio
         * @description A model dialogue to hear: WAV, mono, two voices.
         */
        get: operations["get_dialogue_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/disagreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Session Disagreements
         * @description Those with the feedback on one session, oldest first.
         */
        get: operations["list_session_disagreements"];
        put?: never;
        /**
         * Disagree
         * @description Disagree with a judgement of the report. Once more: the comment is replaced.
         */
        post: operations["disagree"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/disagreements/{disagreement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Agree After All
         * @description Take a disagreement back.
         */
        delete: operations["agree_after_all"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Events
         * @description `id` is the number, `event` the type, `data` the event as JSON. Ends after the event that ends the session.
         *
         *     204 when there is nothing left to come, so that browsers do not ask again. While a talk goes on, others than its learner
         *     read this with the learner's consent only, and are seen: 403 `monitoring_not_agreed`.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Session
         * @description The session, its transcript with corrections, its reports, and what is the learner's alone: persona and disagreements.
         */
        get: operations["export_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/hint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask For Hint
         * @description One hint in a talk that was begun with `hints: true`. 409: it was not (`hints_off`), or nobody talks (`not_live`).
         */
        post: operations["ask_for_hint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Levels
         * @description How loud both sides were, over time.
         */
        get: operations["get_levels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/monitoring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Audit
         * @description Who followed this talk while it went on, and what they did.
         */
        get: operations["get_audit"];
        /**
         * Set Consent
         * @description Agree that others follow this talk of yours, or take that back: then they are cut off at once.
         */
        put: operations["set_consent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Providers
         * @description Which provider served which part of a session.
         */
        get: operations["get_providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recording
         * @description WAV, 24 kHz, learner left, partner right. While the session is live: what is recorded by now.
         *
         *     To somebody with whom it is shared it is sent for as long as it is.
         */
        get: operations["get_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/recording/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recording Parts
         * @description Whether the browser is to send its recording, and what of it is here already.
         */
        get: operations["get_recording_parts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/recording/parts/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Recording Part
         * @description A piece of a recording that the browser makes, of a call that goes to the voice service directly.
         *
         *     The body is PCM16, little-endian, 24 kHz, two channels (learner left, partner right), at most 20 s. Pieces may come
         *     in any order and again; what no piece covers is silent.
         */
        put: operations["put_recording_part"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/sharing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Sharing
         * @description Who may read the talk; told to everybody who may.
         */
        get: operations["get_sharing"];
        /**
         * Put Sharing
         * @description Share a talk of yours, or take that back: `{"with": [], "people": []}` makes it private again, also for who reads now.
         *
         *     400 `person_not_found`; 409 `no_team`, when there are no trainers of yours.
         */
        put: operations["put_sharing"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/takes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Takes
         * @description The moments of this talk, or of the one that it is a take of, that were tried again, with all their takes.
         *
         *     While a take goes on, it is its learner's alone; others see those takes that are shared with them.
         */
        get: operations["get_takes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Transcript
         * @description The turns in order; of the last one, while it is spoken, what has been heard so far.
         */
        get: operations["get_transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session_id}/turns/{turn_id}/correction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Correct Turn
         * @description Say what you said in a turn of yours, once the session has ended. What was heard is kept beside it.
         */
        put: operations["correct_turn"];
        post?: never;
        /**
         * Take Correction Back
         * @description The turn is again as it was heard.
         */
        delete: operations["take_correction_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Teams
         * @description By name. Trainers see their own.
         */
        get: operations["list_teams"];
        put?: never;
        /** Create Team */
        post: operations["create_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Team
         * @description Its people stay, in no team. Invitations into it are withdrawn.
         */
        delete: operations["delete_team"];
        options?: never;
        head?: never;
        /** Rename Team */
        patch: operations["rename_team"];
        trace?: never;
    };
    "/api/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Token
         * @description A token for one call, and the session that the call will be.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Usage
         * @description What was used and what it cost, by day, model, kind of use, provider, session, person or team.
         */
        get: operations["get_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/usage/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Estimate
         * @description What a talk will cost, with its spread, and whether a limit is in the way of it.
         */
        get: operations["get_estimate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description By name. Trainers see their own team.
         */
        get: operations["list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete User
         * @description Delete somebody's account and everything that is kept about them: talks, recordings, feedback. There is no way back.
         */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        /**
         * Change User
         * @description Who gets another role, or is disabled, is signed out everywhere at once; who is disabled has their talk ended.
         */
        patch: operations["change_user"];
        trace?: never;
    };
    "/api/users/{user_id}/password-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Password Link
         * @description For somebody who has forgotten their password, or has to wait after too many attempts.
         */
        post: operations["make_password_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{user_id}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out User
         * @description End all of somebody's logins. Their tokens go on working; they revoke them, or are disabled.
         */
        post: operations["sign_out_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List Webhooks */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Create Webhook
         * @description Register an endpoint. The answer has its secret, and nothing else ever will.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Webhook
         * @description With what waits for it, and its log.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Deliveries
         * @description What was sent there, the newest first.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpoint_id}/deliveries/{delivery_id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Again
         * @description Send a message anew, now and under the same `webhook-id`; whether it was taken before or not.
         */
        post: operations["send_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpoint_id}/enabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Enable Webhook
         * @description Send there again, from now on.
         */
        put: operations["enable_webhook"];
        post?: never;
        /**
         * Disable Webhook
         * @description Send nothing there any more. What waits is given up; PUT begins again with what comes then.
         */
        delete: operations["disable_webhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Test
         * @description Send a `webhook.test` there. It is tried once; the log says what became of it.
         */
        post: operations["send_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ws-ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Ticket
         * @description For a page that has a token and opens a WebSocket, to which a browser adds no headers.
         */
        post: operations["make_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/force-stop/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Force Stop
         * @description End a live session on both sides. One that has ended already stays as it is.
         */
        post: operations["force_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description 200 as long as the process answers at all.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Metrics
         * @description Figures of this process in the text format of Prometheus; `docs/operation.md` lists them.
         */
        get: operations["read_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description For load balancers: 503 while the server drains, or when it could not keep a talk or answer in one.
         */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/realtime/calls/{call_id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang Up
         * @description End a call, and its session with it.
         */
        post: operations["hang_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/realtime/transcripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save Transcript
         * @description Save an entry. Saving it again, or one that the server has itself, changes nothing.
         */
        post: operations["save_transcript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/realtime/webrtc-offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Webrtc Offer
         * @description Answer an SDP offer. `Location` names the call, `X-Session-Id` the session that its transcript belongs to.
         *
         *     An offer for a session whose call broke goes on with it.
         */
        post: operations["webrtc_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/speech": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speech
         * @description Speak a text. The audio is sent while it is made, with `stream_format=sse` in events.
         */
        post: operations["speech"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audio/transcriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transcribe
         * @description The words of a recording.
         */
        post: operations["transcribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chat/completions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Chat
         * @description What the partner says next.
         */
        post: operations["chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Live Session
         * @description Answer a page's SDP offer. Its data channel may send and see what `session.client.data_channel` allows.
         */
        post: operations["create_live_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/sessions/{session_id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang Up Live Session
         * @description End a session.
         */
        post: operations["hang_up_live_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Models
         * @description The one model there is. A session may ask for any other name, and gets the same.
         */
        get: operations["models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Model
         * @description One model.
         */
        get: operations["model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Beta Call
         * @description The same as clients of the retired interface ask for it; their events have its shape.
         */
        post: operations["create_beta_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Call
         * @description Answer an SDP offer. `Location` names the call: hang it up there, or attach to it as `WS /v1/realtime?call_id=`.
         */
        post: operations["create_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/calls/{call_id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hang Up Call
         * @description End a call.
         */
        post: operations["hang_up_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/client_secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Client Secret
         * @description A short-lived secret for a page, bound to how its sessions begin. One may open several.
         */
        post: operations["create_client_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agent Chat
         * @description What the partner says next. `stream`: in events, sentence by sentence; in a session in step with their voice.
         */
        post: operations["agent_chat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/sessions/{session_id}/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin Steps
         * @description Begin a session's talk, or go on with it on this page. Without this the first step begins it.
         */
        post: operations["begin_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/sessions/{session_id}/interrupt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Interrupt Steps
         * @description The learner takes the turn: the partner stops, and no more than this was heard of what they said.
         */
        post: operations["interrupt_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/sessions/{session_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave Steps
         * @description The learner goes.
         */
        post: operations["leave_steps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/transcribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agent Transcribe
         * @description The words of a recording: a file in a form, or the request's body. `stream`: in events, as they are found.
         */
        post: operations["agent_transcribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/voice-agent/tts-stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agent Tts Stream
         * @description Speech of a text, or of a reply of a session, sent while it is made.
         */
        post: operations["agent_tts_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/sip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sip
         * @description A call comes in at the hosted service. Signed by Standard Webhooks; each message is good for once and for minutes.
         *
         *     One that could not be carried out may come again.
         */
        post: operations["sip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Acceptance
         * @description To choose a new password, `password` alone.
         */
        Acceptance: {
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Password */
            password: string;
            /**
             * Take Over
             * @description With `setup`: what was made here before there were accounts becomes this person's.
             * @default false
             */
            take_over: boolean;
        };
        /** Actor */
        Actor: {
            /** Id */
            id: string;
            /**
             * Name
             * @description null: the account is gone.
             */
            name: string | null;
            /**
             * Role
             * @description Which they had then.
             */
            role: string | null;
        };
        /** AgentChat */
        AgentChat: {
            /**
             * Caller
             * @description Any word by which a page knows itself. A page whose talk another one has taken over is refused.
             * @default
             */
            caller: string;
            /** Confidence */
            confidence?: number | null;
            /**
             * History
             * @description What was said before, oldest first.
             * @default []
             */
            history: components["schemas"]["AgentLine"][];
            /**
             * Instructions
             * @description An own persona; only without a scenario.
             * @default
             */
            instructions: string;
            /**
             * Item Id
             * @description Of 'message', in a session.
             */
            item_id?: string | null;
            /**
             * Language
             * @description BCP 47; a scenario has its own.
             * @default en
             */
            language: string;
            /**
             * Message
             * @description What was said last; empty: the partner begins, or says more.
             * @default
             */
            message: string;
            /** Scenario Id */
            scenario_id?: string | null;
            /**
             * Seed
             * @default 0
             */
            seed: number;
            /**
             * Session Id
             * @description Whose step it is; null: nobody's, and nothing is kept.
             */
            session_id?: string | null;
            /**
             * Stream
             * @default false
             */
            stream: boolean;
        };
        /**
         * AgentLine
         * @description One line of the talk so far.
         */
        AgentLine: {
            /**
             * Confidence
             * @description Of the recogniser; null: it was typed.
             */
            confidence?: number | null;
            /** Content */
            content: string;
            /**
             * Role
             * @enum {string}
             */
            role: "user" | "assistant" | "learner" | "partner";
        };
        /** AgentReply */
        AgentReply: {
            /** Item Id */
            item_id?: string | null;
            /**
             * Response Id
             * @description In a session: whose voice it is.
             */
            response_id?: string | null;
            /** Text */
            text: string;
        };
        /** AgentSpeech */
        AgentSpeech: {
            /**
             * Caller
             * @description Any word by which a page knows itself. A page whose talk another one has taken over is refused.
             * @default
             */
            caller: string;
            /**
             * Format
             * @default mp3
             */
            format: string;
            /**
             * Language
             * @default en
             */
            language: string;
            /**
             * Response Id
             * @description Which reply; null: the next one that was not heard.
             */
            response_id?: string | null;
            /**
             * Session Id
             * @description The partner's own voice, of what they said in it; no 'text'.
             */
            session_id?: string | null;
            /**
             * Speed
             * @default 1
             */
            speed: number;
            /**
             * Text
             * @default
             */
            text: string;
            /**
             * Voice
             * @default
             */
            voice: string;
        };
        /** AgentTranscript */
        AgentTranscript: {
            /**
             * Confidence
             * @description 0 to 1, of the whole recording.
             */
            confidence: number;
            /** Duration Ms */
            duration_ms: number;
            /**
             * Item Id
             * @description Of the turn, in a session.
             */
            item_id?: string | null;
            /** Text */
            text: string;
            /** Words */
            words: components["schemas"]["AgentWord"][];
        };
        /** AgentWord */
        AgentWord: {
            /** Confidence */
            confidence: number;
            /** End Ms */
            end_ms: number;
            /** Start Ms */
            start_ms: number;
            /** Text */
            text: string;
        };
        /**
         * AnalyseRequest
         * @description The body of `POST /api/feedback/analyze`.
         */
        AnalyseRequest: {
            /** Duration Seconds */
            duration_seconds?: number | null;
            /**
             * Force
             * @description Judge anew even when a stored answer fits.
             * @default false
             */
            force: boolean;
            /**
             * Language
             * @description BCP 47, such as `en`, `fr-CA`, `de` or `es`; null: the talk's.
             */
            language?: string | null;
            /**
             * Rubric
             * @description Instead of the scenario's.
             */
            rubric?: string | null;
            /** Scenario Id */
            scenario_id?: string | null;
            /** Session Id */
            session_id: string;
            /**
             * Transcript
             * @description Used when nothing is stored: text, a line for each turn (`Name: words`), or a list of turns.
             */
            transcript?: (string | components["schemas"]["PostedTurn"][]) | null;
        };
        /** AnswerBody */
        AnswerBody: {
            /** At */
            at: number;
            /** Granted */
            granted: boolean;
            purpose: components["schemas"]["feedbackyes__domain__consent__Purpose"];
            /** Version */
            version: number;
            way: components["schemas"]["Way"];
        };
        /**
         * Answered
         * @description `ignored`: fields of the request that are not kept.
         */
        Answered: {
            /** Ignored */
            ignored: string[];
            /** Message */
            message: string;
            /** Themes */
            themes: string[];
            /** Wave Id */
            wave_id: string;
        };
        /**
         * AskedBody
         * @description A wave that one can answer now. `answered`: one has.
         */
        AskedBody: {
            /** Answered */
            answered: boolean;
            /** Closes At */
            closes_at: number;
            /** Id */
            id: string;
            /** Themes */
            themes: components["schemas"]["ThemeBody"][];
            /** Title */
            title: string;
        };
        /**
         * Audit
         * @description Whether others may follow a talk, and who did what when.
         */
        Audit: {
            /** Granted */
            granted: boolean;
            /** Items */
            items: components["schemas"]["LookBody"][];
            /** Session Id */
            session_id: string;
        };
        /** AuditLog */
        AuditLog: {
            /** Items */
            items: components["schemas"]["EntryBody"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Auth
         * @description How one signs in here. `single`: nobody has to. `link`: who has the link that the server printed is in.
         */
        Auth: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "single" | "link" | "accounts";
            /**
             * Needs Setup
             * @description Nobody is admin yet. The server has printed a link for it.
             */
            needs_setup: boolean;
            oidc: components["schemas"]["OidcName"] | null;
            /** Password */
            password: boolean;
            /** Signed In */
            signed_in: boolean;
        };
        /**
         * BackupBody
         * @description The last backup that was made with `feedbackyes backup` in this data folder.
         */
        BackupBody: {
            /**
             * Made At
             * @description ISO 8601, UTC.
             */
            made_at: string;
            /** Size Bytes */
            size_bytes: number;
            /** Target */
            target: string;
        };
        /**
         * BeforeBody
         * @description What another take goes on from. Nothing of it is part of the take's own transcript, recording or feedback.
         */
        BeforeBody: {
            /** @description What the partner says again to begin with. */
            cue: components["schemas"]["SaidBody"] | null;
            /** Items */
            items: components["schemas"]["SaidBody"][];
        };
        /** Begun */
        Begun: {
            /**
             * Reply
             * @description The partner is speaking, or about to: ask for what they say.
             */
            reply: boolean;
            /** Session Id */
            session_id: string;
        };
        /**
         * Behaviour
         * @description Binary things a learner's words may do; the vocabulary that rubrics, detectors and reports share.
         * @enum {string}
         */
        Behaviour: "open_question" | "closed_question" | "leading_question" | "follow_up_question" | "clarifying_question" | "asks_view" | "acknowledgement" | "paraphrase" | "summary" | "situation_named" | "observation_specific" | "impact_stated" | "feeling_named" | "need_stated" | "request_doable" | "next_step_agreed" | "trait_label" | "blame" | "absolute_you" | "demand" | "threat" | "calm_down_command" | "problem_solving_before_listening" | "defensive_justification" | "hedge" | "refusal_clear" | "reason_given" | "alternative_offered" | "holds_when_pushed" | "yields" | "apology" | "apology_chain" | "consequence_stated" | "interview_situation" | "interview_task" | "interview_action_I" | "interview_result_quantified" | "learning_stated" | "thanks_for_feedback";
        /** BehaviourSeen */
        BehaviourSeen: {
            /** End Ms */
            end_ms?: number | null;
            /**
             * Experimental
             * @description What sees it is not reliable enough to move a level (see docs/evaluation.md).
             * @default false
             */
            experimental: boolean;
            /** Name */
            name: string;
            /**
             * Present
             * @description `unsure`: the recogniser doubted these words; not scored.
             * @enum {string}
             */
            present: "yes" | "unsure";
            /** Quote */
            quote: string;
            /** Start Ms */
            start_ms?: number | null;
            /** Turn Id */
            turn_id: string;
        };
        /** BehaviourWord */
        BehaviourWord: {
            id: components["schemas"]["Behaviour"];
            /** Meaning */
            meaning: string;
        };
        /**
         * Behind
         * @description Only for a talk that is over.
         */
        Behind: {
            /** Facts */
            facts: components["schemas"]["HiddenFact"][];
            /** Partner Name */
            partner_name: string;
            /** Scenario Id */
            scenario_id: string;
            /** Secret */
            secret: string;
            /** Session Id */
            session_id: string;
        };
        /**
         * ChangeBody
         * @description `is_sure`: the interval of the difference excludes 0. Otherwise it is no change.
         */
        ChangeBody: {
            by: components["schemas"]["IntervalBody"];
            /** Is Sure */
            is_sure: boolean;
            /**
             * Since
             * @description Id of the wave before.
             */
            since: string;
        };
        /** ChatFormat */
        ChatFormat: {
            /**
             * Type
             * @default text
             */
            type: string;
        };
        /** ChatMessage */
        ChatMessage: {
            /** Content */
            content?: string | components["schemas"]["ContentPart"][] | null;
            /**
             * Role
             * @enum {string}
             */
            role: "system" | "developer" | "user" | "assistant" | "tool";
            /**
             * Tool Call Id
             * @default
             */
            tool_call_id: string;
        };
        /** ChatMetadata */
        ChatMetadata: {
            /**
             * Language
             * @description BCP 47; a scenario has its own.
             * @default
             */
            language: string;
            /**
             * Scenario
             * @description Id of a scenario that ships; its partner answers.
             * @default
             */
            scenario: string;
        };
        /** ChatRequest */
        ChatRequest: {
            /** Max Completion Tokens */
            max_completion_tokens?: number | null;
            /**
             * Max Tokens
             * @description The same by its old name.
             */
            max_tokens?: number | null;
            /** Messages */
            messages: components["schemas"]["ChatMessage"][];
            metadata?: components["schemas"]["ChatMetadata"] | null;
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * N
             * @description One answer is made.
             * @default 1
             */
            n: number | null;
            response_format?: components["schemas"]["ChatFormat"] | null;
            /** Seed */
            seed?: number | null;
            /**
             * Stream
             * @default false
             */
            stream: boolean;
            stream_options?: components["schemas"]["StreamOptions"] | null;
            /**
             * Tool Choice
             * @default auto
             */
            tool_choice: ("auto" | "none" | "required") | components["schemas"]["ToolChoice"];
            /**
             * Tools
             * @default []
             */
            tools: components["schemas"]["Tool"][];
        };
        /**
         * Check
         * @description `valid`: it can be saved and played.
         */
        Check: {
            /**
             * Lines
             * @description What the partner can say.
             */
            lines: number;
            /** Problems */
            problems: components["schemas"]["ProblemBody"][];
            /** Valid */
            valid: boolean;
        };
        /** ClientSecret */
        ClientSecret: {
            /** Expires At */
            expires_at: number;
            /** Value */
            value: string;
        };
        /**
         * Condition
         * @description One thing that had to be true before a fact could be told; which fields count depends on `kind`.
         *
         *     Args:
         *         kind: `now`: one of `behaviours` in that turn. `shown`: all of `behaviours` at some time. `words`: one of `words`
         *             in that turn. `first`: the facts of these ids before it. `turns`: the learner had spoken `turns` times.
         *             `trust`, `tension`, `openness`: how the partner felt. `unhurt`: nothing hurtful in the same breath.
         *         met: at the moment that came closest.
         */
        Condition: {
            /**
             * Behaviours
             * @default []
             */
            behaviours: components["schemas"]["Behaviour"][];
            /**
             * Facts
             * @default []
             */
            facts: string[];
            /**
             * Kind
             * @enum {string}
             */
            kind: "now" | "shown" | "words" | "first" | "turns" | "trust" | "tension" | "openness" | "unhurt";
            /** Met */
            met: boolean;
            /** Turns */
            turns?: number | null;
            /**
             * Words
             * @default []
             */
            words: string[];
        };
        /** Config */
        Config: {
            consents: components["schemas"]["Consents"];
            /**
             * Ice Servers
             * @description For `RTCPeerConnection`; credentials hold for an hour.
             */
            ice_servers: {
                [key: string]: string | string[];
            }[];
            judge: components["schemas"]["JudgeInfo"];
            /**
             * Model Servers
             * @description Noticed on this machine, could play the partner, not used; admins are told.
             */
            model_servers: components["schemas"]["ModelServerInfo"][];
            provider: components["schemas"]["ProviderInfo"];
            /**
             * Providers
             * @description That a session may choose, the server's own first.
             */
            providers: components["schemas"]["ProviderInfo"][];
            /**
             * Recording
             * @description The server's rule.
             * @enum {string}
             */
            recording: "ask" | "on" | "off";
            /** Resume Seconds */
            resume_seconds: number;
            /** Session Timeout Seconds */
            session_timeout_seconds: number;
            /** Version */
            version: string;
            /**
             * Webrtc
             * @description Calls over WebRTC are taken; WebSocket always is.
             */
            webrtc: boolean;
        };
        /**
         * ConsentBody
         * @description The learner's answer for one session.
         */
        "ConsentBody-Input": {
            /** Granted */
            granted: boolean;
        };
        /**
         * ConsentBody
         * @description One question, as it is asked now, and the answer that holds.
         */
        "ConsentBody-Output": {
            /**
             * Answered At
             * @description Unix milliseconds.
             */
            answered_at: number | null;
            /**
             * Granted
             * @description null: not answered.
             */
            granted: boolean | null;
            purpose: components["schemas"]["feedbackyes__domain__consent__Purpose"];
            /** Text */
            text: string;
            /**
             * Version
             * @description Of the question. To agree to an earlier one does not count for this one.
             */
            version: number;
            /**
             * Withdrawn
             * @description What happens when it is taken back.
             */
            withdrawn: string;
            /**
             * Without
             * @description How to go on without it.
             */
            without: string;
        };
        /**
         * ConsentChange
         * @description What is left out stays as it is.
         */
        ConsentChange: {
            /** Handed On */
            handed_on?: boolean | null;
            /** Hosted Judge */
            hosted_judge?: boolean | null;
            /** Hosted Voice */
            hosted_voice?: boolean | null;
            /** Keep Recording */
            keep_recording?: boolean | null;
            /** Recording */
            recording?: boolean | null;
        };
        /** ConsentList */
        ConsentList: {
            /**
             * History
             * @description Every answer, the newest first.
             */
            history: components["schemas"]["AnswerBody"][];
            /** Items */
            items: components["schemas"]["ConsentBody-Output"][];
        };
        /**
         * Consents
         * @description null: the question was never answered. Each purpose has an answer of its own; none stands for another.
         */
        Consents: {
            /**
             * Handed On
             * @description Transcripts and feedback may go to your organisation's own systems.
             */
            handed_on?: boolean | null;
            /**
             * Hosted Judge
             * @description What you say may be sent, as text, to a hosted language model that judges it.
             */
            hosted_judge?: boolean | null;
            /** Hosted Voice */
            hosted_voice?: boolean | null;
            /**
             * Keep Recording
             * @description Recordings may stay longer than a day. false: they go after it.
             */
            keep_recording?: boolean | null;
            /** Recording */
            recording?: boolean | null;
        };
        /** ContentPart */
        ContentPart: {
            /**
             * Text
             * @default
             */
            text: string;
            /** Type */
            type: string;
        };
        /**
         * CorrectionBody
         * @description What the learner says that they said; `words` have times as far as they were heard. `at` is Unix milliseconds.
         */
        CorrectionBody: {
            /** At */
            at: number;
            /** Text */
            text: string;
            /** Words */
            words: components["schemas"]["WordBody"][];
        };
        /**
         * CostBody
         * @description What a session has cost so far.
         */
        CostBody: {
            /**
             * Cost Usd
             * @description Of what has a known price.
             */
            cost_usd: number;
            /**
             * Estimated
             * @description A part was reckoned from something that stands for what is billed.
             */
            estimated: boolean;
            /**
             * Unknown
             * @description How many uses have none. They are not in `cost_usd`.
             */
            unknown: number;
        };
        /**
         * CostsBody
         * @description Of this month (UTC).
         */
        CostsBody: {
            /**
             * Cost Usd
             * @description Of what has a known price.
             */
            cost_usd: number;
            /**
             * Free
             * @description The voice engine of now is this machine's own: it costs nothing.
             */
            free: boolean;
            /** Minutes */
            minutes: number;
            /** Talks */
            talks: number;
            /**
             * Unknown
             * @description Uses without a known price.
             */
            unknown: number;
        };
        /** Credentials */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /** DatabaseBody */
        DatabaseBody: {
            /**
             * Engine
             * @description `SQLite` or `PostgreSQL`.
             */
            engine: string;
            /** Revision */
            revision: string | null;
            /** Size Bytes */
            size_bytes: number | null;
        };
        /**
         * DeliveryBody
         * @description One message and what became of it. Times are Unix milliseconds.
         */
        DeliveryBody: {
            /**
             * Answer
             * @description How the text of the last answer begins, if it was a refusal.
             */
            answer: string | null;
            /** Attempts */
            attempts: number;
            /** Created At */
            created_at: number;
            /** Delivered At */
            delivered_at: number | null;
            /**
             * Error
             * @description Of the last attempt.
             */
            error: string | null;
            /**
             * Id
             * @description Its `webhook-id`.
             */
            id: string;
            /**
             * Next At
             * @description When it is tried again; null: not any more.
             */
            next_at: number | null;
            /**
             * Session Id
             * @description null: it was a test.
             */
            session_id: string | null;
            /**
             * Status
             * @description HTTP status of the last answer.
             */
            status: number | null;
            /** Type */
            type: components["schemas"]["WebhookType"] | "webhook.test";
        };
        /** DeliveryList */
        DeliveryList: {
            /** Items */
            items: components["schemas"]["DeliveryBody"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DialoguesBody
         * @description How this talk can go, well and badly.
         */
        DialoguesBody: {
            /** Good */
            good: components["schemas"]["LineBody"][];
            /** Partner Name */
            partner_name: string;
            /** Poor */
            poor: components["schemas"]["LineBody"][];
        };
        /**
         * DisagreementBody
         * @description A disagreement with what it is about. `level` is the element's then; `at` is Unix milliseconds.
         */
        DisagreementBody: {
            /** At */
            at: number;
            /** Behaviour */
            behaviour: string | null;
            /** Comment */
            comment: string | null;
            /** Element */
            element: string | null;
            /** Id */
            id: string;
            /** Judge */
            judge: string;
            /** Level */
            level: number | null;
            /** Quote */
            quote: string | null;
            /** Rubric */
            rubric: string;
            /** Rubric Hash */
            rubric_hash: string;
            /** Session Id */
            session_id: string;
            /** Turn Id */
            turn_id: string | null;
        };
        /** Disagreements */
        Disagreements: {
            /**
             * Counts
             * @description Of everybody, for admins; else null.
             */
            counts: components["schemas"]["feedbackyes__api__disagreements__CountBody"][] | null;
            /**
             * Items
             * @description Your own, newest first.
             */
            items: components["schemas"]["DisagreementBody"][];
        };
        /**
         * DiskBody
         * @description The disk that the data folder is on.
         */
        DiskBody: {
            /** Folder */
            folder: string;
            /** Free Bytes */
            free_bytes: number;
            /** Total Bytes */
            total_bytes: number;
        };
        /**
         * Draft
         * @description A text to try: start a session with this `scenario_version`.
         */
        Draft: {
            /** Scenario Id */
            scenario_id: string;
            /** Version */
            version: number;
        };
        /** ElementChoice */
        ElementChoice: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /**
             * Top
             * @description The highest level that the judge of this server can give for it.
             */
            top: number;
        };
        /** ElementResult */
        ElementResult: {
            /**
             * Evidence
             * @default []
             */
            evidence: components["schemas"]["Evidence"][];
            /** Id */
            id: string;
            /** Level */
            level: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "scored" | "unsure" | "not_applicable";
            /** Title */
            title: string;
            /** Why */
            why: string;
        };
        /** ElementSummary */
        ElementSummary: {
            /** Id */
            id: string;
            /**
             * Language
             * @description Of `looked_for`: the talk's where that is translated, else `en`.
             */
            language: string;
            /** Looked For */
            looked_for: string[];
            /** Title */
            title: string;
        };
        /**
         * EndpointBody
         * @description Times are Unix milliseconds.
         */
        EndpointBody: {
            /** Content */
            content: boolean;
            /** Created At */
            created_at: number;
            /**
             * Disabled At
             * @description Nothing is sent any more; PUT …/enabled begins again.
             */
            disabled_at: number | null;
            /** Events */
            events: components["schemas"]["WebhookType"][];
            /**
             * Failing Since
             * @description Of the first failure that nothing succeeded after.
             */
            failing_since: number | null;
            /** Id */
            id: string;
            /** Url */
            url: string;
        };
        /** EndpointList */
        EndpointList: {
            /** Items */
            items: components["schemas"]["EndpointBody"][];
        };
        /**
         * EndReason
         * @enum {string}
         */
        EndReason: "completed" | "stopped" | "idle" | "left" | "provider_lost" | "provider_unreachable" | "shutdown" | "slow_reader" | "cost_limit" | "crashed";
        /**
         * EngineBody
         * @description What hears, answers and speaks now.
         */
        EngineBody: {
            /** Basic Ears */
            basic_ears: boolean;
            /**
             * Hosted
             * @description Voices leave this machine.
             */
            hosted: boolean;
            /**
             * Judge
             * @description Language model that judges; null: the basic check.
             */
            judge: string | null;
            /** Model */
            model: string;
            /** Partner */
            partner: string | null;
            /**
             * Processes
             * @description Worker processes that run now, of parts that have some.
             */
            processes: {
                [key: string]: number;
            };
            /** Provider */
            provider: string;
            /**
             * Reasons
             * @description Why `auto` took a part.
             */
            reasons: {
                [key: string]: string;
            };
            /** Recogniser */
            recogniser: string;
            /** Voice */
            voice: string;
        };
        /**
         * Entry
         * @description One thing that was said. Fields that are not named here mean nothing.
         */
        Entry: {
            /** Item Id */
            item_id: string;
            /**
             * Role
             * @description Or `speaker`.
             */
            role?: ("user" | "assistant" | "learner" | "partner") | null;
            /** Session Id */
            session_id: string;
            /** Speaker */
            speaker?: ("learner" | "partner") | null;
            /** Text */
            text: string;
            /**
             * User Id
             * @description Nobody but the caller.
             */
            user_id?: string | null;
        };
        /** EntryBody */
        EntryBody: {
            /**
             * Action
             * @description Such as `user.invited`.
             */
            action: string;
            /** @description null: the server itself, the command line, or nobody known. */
            actor: components["schemas"]["Actor"] | null;
            /** Address */
            address: string | null;
            /**
             * At
             * @description Unix milliseconds.
             */
            at: number;
            /** Detail */
            detail: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /**
             * Subject
             * @description To what, as `user:ID`.
             */
            subject: string;
        };
        /** Erased */
        Erased: {
            /**
             * Talks
             * @description How many talks were deleted.
             */
            talks: number;
        };
        /**
         * Erasure
         * @description What to delete. There is no way back.
         */
        Erasure: {
            /**
             * Confirm
             * @description `delete`.
             */
            confirm: string;
            /** Password */
            password?: string | null;
            /**
             * What
             * @enum {string}
             */
            what: "talks" | "account";
        };
        /**
         * ErrorBody
         * @description What every refused request is answered with.
         */
        ErrorBody: {
            error: components["schemas"]["ErrorDetail"];
        };
        /** ErrorDetail */
        ErrorDetail: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /** Param */
            param?: string | null;
            /** Type */
            type: string;
        };
        /**
         * EstimateBody
         * @description What a talk will cost, about. US dollars; null: the price is not known.
         */
        EstimateBody: {
            /**
             * Basis
             * @description `history`: from your own earlier talks; `table`: from list prices.
             * @enum {string}
             */
            basis: "free" | "history" | "table" | "unknown";
            /** High Usd */
            high_usd: number | null;
            /** Limits */
            limits: components["schemas"]["LimitBody"][];
            /** Low Usd */
            low_usd: number | null;
            /** Minutes */
            minutes: number;
            /** Model */
            model: string;
            /** Prices As Of */
            prices_as_of: string;
            /** Provider */
            provider: string;
            refused: components["schemas"]["Refusal"] | null;
            /**
             * Talks
             * @description Earlier talks that it is reckoned from.
             */
            talks: number;
            /** Usd */
            usd: number | null;
        };
        /** Evidence */
        Evidence: {
            /** Behaviour */
            behaviour: string;
            /** End Ms */
            end_ms?: number | null;
            /** Quote */
            quote: string;
            /** Start Ms */
            start_ms?: number | null;
            /** Turn Id */
            turn_id: string;
        };
        /** ExpiresAfter */
        ExpiresAfter: {
            /**
             * Anchor
             * @default created_at
             * @constant
             */
            anchor: "created_at";
            /**
             * Seconds
             * @default 600
             */
            seconds: number;
        };
        /**
         * Export
         * @description A talk as it was heard, as it was corrected, and what was said about it.
         */
        Export: {
            /**
             * Disagreements
             * @description Only for the learner themselves.
             */
            disagreements: components["schemas"]["DisagreementBody"][];
            /**
             * Earlier Reports
             * @description Newest first: before corrections, by other judges.
             */
            earlier_reports: components["schemas"]["Report"][];
            /**
             * Instructions
             * @description Who the partner of a free conversation was; only for the learner themselves.
             */
            instructions: string | null;
            /** @description The latest. */
            report: components["schemas"]["Report"] | null;
            session: components["schemas"]["SessionBody"];
            /** Transcript */
            transcript: components["schemas"]["TurnBody"][];
        };
        /**
         * CountBody
         * @description How often people disagreed with one kind of judgement; nobody's words are in it.
         */
        feedbackyes__api__disagreements__CountBody: {
            /** Behaviour */
            behaviour: string | null;
            /** Disagreements */
            disagreements: number;
            /** Element */
            element: string | null;
            /** Judge */
            judge: string;
            /** People */
            people: number;
            /** Rubric */
            rubric: string;
            /** Rubric Hash */
            rubric_hash: string;
        };
        /** Practice */
        feedbackyes__api__progress__Practice: {
            /** Minutes */
            minutes: number;
            /** Talks */
            talks: number;
        };
        /** Practice */
        feedbackyes__api__pulse_parts__Practice: {
            /** Language */
            language: string;
            /** Scenario Id */
            scenario_id: string;
            /** Title */
            title: string;
        };
        /**
         * TeamBody
         * @description `id` is empty, and so is `name`, for people without a team.
         */
        feedbackyes__api__pulse_parts__TeamBody: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** CountBody */
        feedbackyes__api__pulse_trends__CountBody: {
            /** People */
            people: number;
            /** Value */
            value: number;
        };
        /** TeamBody */
        feedbackyes__api__sharing__TeamBody: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** TeamBody */
        feedbackyes__api__teams__TeamBody: {
            /** Created At */
            created_at: number;
            /** Id */
            id: string;
            /** Members */
            members: number;
            /** Name */
            name: string;
        };
        /**
         * Purpose
         * @description Each is asked for, given and taken back on its own.
         *
         *     `recording`: sessions may be recorded. `hosted_voice`: voice may leave this machine for a hosted service.
         *     `hosted_judge`: what was said in a talk may leave it, as text, for a hosted language model that judges it.
         *     `keep_recording`: a recording may stay after the day on which it was made, for as long as the server's rule says.
         *     `handed_on`: transcripts and feedback may go to the organisation's own systems, by webhooks.
         * @enum {string}
         */
        feedbackyes__domain__consent__Purpose: "recording" | "hosted_voice" | "hosted_judge" | "keep_recording" | "handed_on";
        /**
         * Purpose
         * @description What an invitation is for.
         * @enum {string}
         */
        feedbackyes__domain__people__Purpose: "join" | "setup" | "password";
        /**
         * Fewest
         * @description Answers from which a group's are told.
         */
        Fewest: {
            /**
             * Answers
             * @default 5
             */
            answers: number;
            /**
             * Comments
             * @default 8
             */
            comments: number;
            /**
             * Net Score
             * @default 30
             */
            net_score: number;
        };
        /** FiguresBody */
        FiguresBody: {
            /**
             * Counts
             * @description People by score, rounded to a whole number.
             */
            counts: components["schemas"]["feedbackyes__api__pulse_trends__CountBody"][];
            /** @description Share of people on the good side of the middle. */
            good: components["schemas"]["IntervalBody"] | null;
            /** Items */
            items: components["schemas"]["ItemFiguresBody"][];
            /** @description On the scale of the theme; null: it has a net score, `net`. */
            mean: components["schemas"]["IntervalBody"] | null;
            /**
             * N
             * @description How many answered.
             */
            n: number;
            net: components["schemas"]["NetScoreBody"] | null;
            /**
             * People
             * @description How many were asked.
             */
            people: number;
            /** Response Rate */
            response_rate: number;
            /**
             * Spread
             * @description Standard deviation of people's scores.
             */
            spread: number | null;
        };
        /**
         * FoundBody
         * @description A talk, and where in it the words were said first.
         */
        FoundBody: {
            /**
             * More
             * @description In how many further turns of the talk they were said.
             */
            more: number;
            /** Sentence */
            sentence: string;
            session: components["schemas"]["SessionBody"];
            speaker: components["schemas"]["Speaker"];
            /** Start Ms */
            start_ms: number;
            /** Turn Id */
            turn_id: string;
        };
        /** FoundList */
        FoundList: {
            /** Items */
            items: components["schemas"]["FoundBody"][];
            /** Next Cursor */
            next_cursor: string | null;
            /**
             * Words
             * @description What was looked for.
             */
            words: string[];
        };
        /** Function */
        Function: {
            /**
             * Description
             * @default
             */
            description: string;
            /** Name */
            name: string;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: unknown;
            };
        };
        /** GoalBody */
        GoalBody: {
            /** Created At */
            created_at: number;
            /** Element */
            element: string;
            /** Id */
            id: string;
            /** Level */
            level: number;
            /** @description Where one is; null before the first scored talk. */
            now: components["schemas"]["NowBody"] | null;
            /**
             * Reached
             * @description The median of the last talks, at least two, is at that level.
             */
            reached: boolean;
            /** Rubric */
            rubric: string;
            /** Rubric Title */
            rubric_title: string;
            /** Title */
            title: string;
        };
        /** GoalList */
        GoalList: {
            /** Items */
            items: components["schemas"]["GoalBody"][];
        };
        /** GoalWanted */
        GoalWanted: {
            /** Element */
            element: string;
            /** Level */
            level: number;
            /** Rubric */
            rubric: string;
        };
        /** Health */
        Health: {
            /**
             * Database
             * @description The database answers.
             */
            database: boolean;
            /**
             * Disk
             * @description There is room for what is said and recorded.
             */
            disk: boolean;
            /**
             * Engine
             * @description The embedded engine works, or nobody talks to it.
             */
            engine: boolean;
            /**
             * Provider
             * @description Name of the voice engine in use.
             */
            provider: string;
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "draining" | "degraded";
            /**
             * Timestamp
             * @description ISO 8601, UTC.
             */
            timestamp: string;
            /** Version */
            version: string;
        };
        /**
         * HiddenFact
         * @description One fact, and whether the learner got to hear it.
         */
        HiddenFact: {
            /** @description The learner's turn in which most of it was true. */
            closest?: components["schemas"]["Moment"] | null;
            /**
             * Conditions
             * @description Of a hidden fact, as they were then.
             * @default []
             */
            conditions: components["schemas"]["Condition"][];
            /** @description The learner's turn that earned it. */
            earned?: components["schemas"]["Moment"] | null;
            /** Fact */
            fact: string;
            /** Id */
            id: string;
            /**
             * State
             * @description `told`: earned and told; `told_before`: in the talk that this take goes back to; `earned`: but not told in words that are recognised; `slipped`: told without being earned; `hidden`: neither; `unknown`: there are no detectors for this language.
             * @enum {string}
             */
            state: "told" | "told_before" | "earned" | "slipped" | "hidden" | "unknown";
            /** @description The partner's turn that tells it. */
            told?: components["schemas"]["Moment"] | null;
        };
        /**
         * Highlight
         * @description One thing to say first: what worked, or what to try next.
         */
        Highlight: {
            /** Element */
            element?: string | null;
            /** End Ms */
            end_ms?: number | null;
            /**
             * Experimental
             * @description It rests on what is not reliable enough to be scored.
             * @default false
             */
            experimental: boolean;
            /**
             * Language
             * @description Of `text`: what to try next has words to say, and is in the talk's language if it can be.
             * @default en
             */
            language: string;
            /** Quote */
            quote?: string | null;
            /** Start Ms */
            start_ms?: number | null;
            /** Text */
            text: string;
            /** Turn Id */
            turn_id?: string | null;
        };
        /**
         * HintBody
         * @description What to do now. It follows from what is looked at and what was said; nothing that is hidden is in it.
         */
        HintBody: {
            /**
             * Element
             * @description The element of the rubric that it is about.
             */
            element: string | null;
            /**
             * Given
             * @description Hints in this talk, this one included. The report tells their number.
             */
            given: number;
            /**
             * Language
             * @description Of `text`: the talk's where the rubric has words for it, else `en`.
             * @default en
             */
            language: string;
            /**
             * Text
             * @description null: everything that is looked for has come up.
             */
            text: string | null;
            /** Title */
            title: string | null;
        };
        /**
         * IceServerBody
         * @description As `RTCPeerConnection` wants it.
         */
        IceServerBody: {
            /** Credential */
            credential?: string | null;
            /** Urls */
            urls: string[];
            /** Username */
            username?: string | null;
        };
        /** Interruption */
        Interruption: {
            /**
             * Caller
             * @description Any word by which a page knows itself. A page whose talk another one has taken over is refused.
             * @default
             */
            caller: string;
            /**
             * Heard Ms
             * @description So much of it was.
             * @default 0
             */
            heard_ms: number;
            /**
             * Item Id
             * @description What was being heard.
             * @default
             */
            item_id: string;
        };
        /**
         * IntervalBody
         * @description 95 %.
         */
        IntervalBody: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Value */
            value: number;
        };
        /**
         * InvitationBody
         * @description Times are Unix milliseconds.
         */
        InvitationBody: {
            /** Created At */
            created_at: number;
            /** Email */
            email: string | null;
            /** Expires At */
            expires_at: number;
            /** Id */
            id: string;
            /**
             * Invited By
             * @description Name of who invites; null: the server itself.
             */
            invited_by?: string | null;
            role: components["schemas"]["Role"];
            team: components["schemas"]["TeamName"] | null;
            trainer_kind: components["schemas"]["TrainerKind"] | null;
        };
        /** InvitationList */
        InvitationList: {
            /** Items */
            items: components["schemas"]["InvitationBody"][];
        };
        /**
         * Invited
         * @description What a link is for.
         */
        Invited: {
            /** Email */
            email: string | null;
            /** Expires At */
            expires_at: number;
            /**
             * Local Talks
             * @description Of `setup`: talks that were held here before there were accounts, and can be taken over.
             */
            local_talks: number;
            purpose: components["schemas"]["feedbackyes__domain__people__Purpose"];
            role: components["schemas"]["Role"];
            team: components["schemas"]["TeamName"] | null;
            trainer_kind: components["schemas"]["TrainerKind"] | null;
        };
        /** ItemBody */
        ItemBody: {
            /** Id */
            id: string;
            /**
             * Reverse
             * @description Agreeing is bad; its score counts the other way round.
             */
            reverse: boolean;
            /** Text */
            text: string;
        };
        /**
         * ItemFiguresBody
         * @description As it was answered: `reverse` ones are not turned round here.
         */
        ItemFiguresBody: {
            /** Counts */
            counts: components["schemas"]["feedbackyes__api__pulse_trends__CountBody"][];
            /** Id */
            id: string;
            /** Mean */
            mean: number;
            /** Reverse */
            reverse: boolean;
        };
        /**
         * ItemSet
         * @description What a wave is made up of.
         * @enum {string}
         */
        ItemSet: "safety" | "engagement" | "recommend" | "check_in" | "comment";
        /**
         * Judge
         * @description Who judged, by what. Results compare only when the hashes are the same.
         */
        Judge: {
            /**
             * Detectors Hash
             * @description Of the figures of the basic check's detectors, which say what may count.
             */
            detectors_hash?: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "basic" | "model";
            /** Model */
            model?: string | null;
            /** Name */
            name: string;
            /**
             * Note
             * @description Why the basic check stood in for the language model.
             */
            note?: string | null;
            /**
             * Note Code
             * @description The same for programs. `consent_missing`: whose words they are was never asked whether a hosted language model may read them; `consent_refused`: they said no; `model_failed`: it gave no usable answer.
             */
            note_code?: ("consent_missing" | "consent_refused" | "model_failed") | null;
            /** Prompt Hash */
            prompt_hash?: string | null;
            /** Rubric */
            rubric: string;
            /** Rubric Hash */
            rubric_hash: string;
            /** Rubric Version */
            rubric_version: number;
        };
        /** JudgeInfo */
        JudgeInfo: {
            /**
             * Host
             * @description Where it is.
             */
            host?: string | null;
            /**
             * Hosted
             * @description What was said leaves this network for it, of those who agreed to `hosted_judge`.
             */
            hosted: boolean;
            /**
             * Model
             * @description Language model that judges; null: the basic check does.
             */
            model: string | null;
        };
        /**
         * KeptBody
         * @description How long one kind of thing is kept.
         */
        KeptBody: {
            /**
             * Days
             * @description After the end of a talk; null: until you delete it.
             */
            days: number | null;
            kind: components["schemas"]["Kind"];
        };
        /**
         * Kind
         * @description What goes at a time of its own.
         *
         *     `audio`: the recording. `transcript`: what was said, corrections, and every quote of it. `feedback`: levels and figures.
         *     `events`: the course of a talk, from which it can be followed again; it has words too, and goes with them at the latest.
         * @enum {string}
         */
        Kind: "audio" | "transcript" | "feedback" | "events";
        /**
         * LatestLow
         * @description A theme that is low for the team, the question to begin with, and what to practise for it.
         */
        LatestLow: {
            /** Scenarios */
            scenarios: components["schemas"]["feedbackyes__api__pulse_parts__Practice"][];
            /** Text */
            text: string;
            /** Theme */
            theme: string;
            /** Title */
            title: string;
        };
        /** LearnerDetails */
        LearnerDetails: {
            /** Brief */
            brief: string;
            /** Goals */
            goals: string[];
            /** Role */
            role: string;
        };
        /**
         * LevelsBody
         * @description Peaks for drawing, 0 to 1 of full scale; one value for each bin.
         */
        LevelsBody: {
            /** Duration Ms */
            duration_ms: number;
            /** Learner */
            learner: number[];
            /** Partner */
            partner: number[];
        };
        /**
         * LimitBody
         * @description A limit that holds for the caller. `used` and `most` are in its unit.
         */
        LimitBody: {
            /**
             * Ends At
             * @description When the next period begins, Unix milliseconds.
             */
            ends_at: number | null;
            /** Most */
            most: number;
            period: components["schemas"]["Period"];
            unit: components["schemas"]["Unit"];
            /** Used */
            used: number;
            whose: components["schemas"]["Whose"];
        };
        /** LineBody */
        LineBody: {
            /**
             * Speaker
             * @enum {string}
             */
            speaker: "learner" | "partner";
            /** Text */
            text: string;
        };
        /**
         * LiveAnswer
         * @description `sdp` is the answer.
         */
        LiveAnswer: {
            /** Sdp */
            sdp: string;
            /**
             * Type
             * @default webrtc
             * @constant
             */
            type: "webrtc";
        };
        /** LiveCreate */
        LiveCreate: {
            /** Session */
            session: {
                [key: string]: unknown;
            };
            transport: components["schemas"]["LiveOffer"];
        };
        /** LiveCreated */
        LiveCreated: {
            session: components["schemas"]["LiveSessionName"];
            transport: components["schemas"]["LiveAnswer"];
        };
        /**
         * LiveOffer
         * @description How a page's call comes in: `sdp` is its offer.
         */
        LiveOffer: {
            /** Sdp */
            sdp: string;
            /**
             * Type
             * @constant
             */
            type: "webrtc";
        };
        /** LiveSessionName */
        LiveSessionName: {
            /** Id */
            id: string;
        };
        /**
         * LoginBody
         * @description A browser that is signed in. Times are Unix milliseconds.
         */
        LoginBody: {
            /** Address */
            address: string | null;
            /**
             * Agent
             * @description What the browser calls itself.
             */
            agent: string | null;
            /** Created At */
            created_at: number;
            /**
             * Current
             * @description This one.
             */
            current: boolean;
            /** Expires At */
            expires_at: number;
            /** Id */
            id: string;
            /**
             * Last Seen At
             * @description To the minute.
             */
            last_seen_at: number;
            sign_in: components["schemas"]["SignIn"];
        };
        /** LoginList */
        LoginList: {
            /** Items */
            items: components["schemas"]["LoginBody"][];
        };
        /**
         * Look
         * @enum {string}
         */
        Look: "watching" | "listening";
        /**
         * LookBody
         * @description Something that somebody did who followed the talk; `at` is Unix milliseconds, `t_ms` on the session clock.
         */
        LookBody: {
            /** At */
            at: number;
            /** Granted */
            granted?: boolean | null;
            look?: components["schemas"]["Look"] | null;
            /** Look Id */
            look_id?: string | null;
            /** Name */
            name?: string | null;
            role?: components["schemas"]["Role"] | null;
            /** T Ms */
            t_ms: number;
            /**
             * Text
             * @description Of a hint.
             */
            text?: string | null;
            /**
             * User Id
             * @description null: the learner.
             */
            user_id?: string | null;
            /**
             * What
             * @enum {string}
             */
            what: "joined" | "left" | "consent" | "ended" | "hint";
        };
        /** MadeEndpoint */
        MadeEndpoint: {
            /** Content */
            content: boolean;
            /** Created At */
            created_at: number;
            /**
             * Disabled At
             * @description Nothing is sent any more; PUT …/enabled begins again.
             */
            disabled_at: number | null;
            /** Events */
            events: components["schemas"]["WebhookType"][];
            /**
             * Failing Since
             * @description Of the first failure that nothing succeeded after.
             */
            failing_since: number | null;
            /** Id */
            id: string;
            /**
             * Secret
             * @description Verifies signatures (Standard Webhooks). It is shown this once.
             */
            secret: string;
            /** Url */
            url: string;
        };
        /** MadeInvitation */
        MadeInvitation: {
            /** Created At */
            created_at: number;
            /** Email */
            email: string | null;
            /** Expires At */
            expires_at: number;
            /** Id */
            id: string;
            /**
             * Invited By
             * @description Name of who invites; null: the server itself.
             */
            invited_by?: string | null;
            role: components["schemas"]["Role"];
            team: components["schemas"]["TeamName"] | null;
            trainer_kind: components["schemas"]["TrainerKind"] | null;
            /**
             * Url
             * @description The link to send. It is shown this once, and can be used once.
             */
            url: string;
        };
        /** MadeToken */
        MadeToken: {
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number | null;
            /** Id */
            id: string;
            /** Label */
            label: string;
            /**
             * Last Used At
             * @description To the minute.
             */
            last_used_at: number | null;
            /**
             * Token
             * @description Sent as `Authorization: Bearer …`. It is shown this once.
             */
            token: string;
        };
        /** Me */
        Me: {
            /** Email */
            email: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** @description By what the server knows the caller. */
            sign_in: components["schemas"]["SignIn"];
            /**
             * Single User
             * @description Nobody has to sign in here.
             */
            single_user: boolean;
            team: components["schemas"]["TeamName"] | null;
            /** Team Id */
            team_id: string | null;
            /** @description Of trainers. */
            trainer_kind: components["schemas"]["TrainerKind"] | null;
        };
        /** MeChange */
        MeChange: {
            /** Name */
            name: string;
        };
        /** Metadata */
        Metadata: {
            /**
             * Cost Usd
             * @description At list price; null: no language model, or one whose price is not known.
             */
            cost_usd?: number | null;
            /**
             * Created At
             * @description ISO 8601, UTC.
             */
            created_at: string;
            /**
             * Doubtful Turns
             * @description Turns of the learner that were shown but not scored.
             * @default 0
             */
            doubtful_turns: number;
            /** Duration Seconds */
            duration_seconds: number;
            /**
             * Input Tokens
             * @description What the language model was given, over all questions.
             * @default 0
             */
            input_tokens: number;
            /** Language */
            language: string;
            /** Learner Words */
            learner_words: number;
            /**
             * Output Tokens
             * @description What it answered.
             * @default 0
             */
            output_tokens: number;
            /**
             * Prices As Of
             * @description Date of the price list that `cost_usd` is by.
             */
            prices_as_of?: string | null;
            /** Scenario Id */
            scenario_id: string | null;
        };
        /**
         * Metric
         * @description A figure about how it sounded, with its norm's source and what to beware of.
         */
        Metric: {
            /**
             * Band
             * @description Low and high end; null: there is no target.
             */
            band?: [
                number | null,
                number | null
            ] | null;
            /**
             * Caveat
             * @default
             */
            caveat: string;
            /**
             * Detail
             * @description Figures that belong to it, by name.
             * @default {}
             */
            detail: {
                [key: string]: number;
            };
            /** Id */
            id: string;
            /**
             * Source
             * @default
             */
            source: string;
            /**
             * State
             * @default ok
             * @enum {string}
             */
            state: "ok" | "not_enough" | "unreliable";
            /** Title */
            title: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "ratio" | "per_minute" | "ms" | "s" | "count" | "per_100_words" | "per_10_turns" | "semitones" | "dB";
            /** Value */
            value: number | null;
        };
        /** Model */
        Model: {
            /**
             * Created
             * @default 0
             */
            created: number;
            /** Id */
            id: string;
            /**
             * Object
             * @default model
             * @constant
             */
            object: "model";
            /**
             * Owned By
             * @default feedbackyes
             */
            owned_by: string;
        };
        /** ModelBody */
        ModelBody: {
            /**
             * Checked
             * @description Its publisher states a checksum.
             */
            checked: boolean;
            /**
             * Failure
             * @description Why the last try came to nothing.
             */
            failure: string | null;
            /**
             * In Use
             * @description The embedded engine works with it now.
             */
            in_use: boolean;
            /** Installed */
            installed: boolean;
            /**
             * Languages
             * @description Primary subtags.
             */
            languages: string[];
            /**
             * Licence
             * @description Of the weights: its name, or where to read it.
             */
            licence: string;
            /** Name */
            name: string;
            pull: components["schemas"]["PullBody"] | null;
            /**
             * Size
             * @description Of the download, bytes, about.
             */
            size: number;
            /**
             * Source
             * @description The host that it is fetched from.
             */
            source: string;
            /**
             * Stage
             * @description A recogniser, or a voice.
             * @enum {string}
             */
            stage: "stt" | "tts";
            /** What */
            what: string;
        };
        /** ModelList */
        ModelList: {
            /**
             * Basic
             * @description Recogniser: the built-in one serves.
             */
            basic: boolean;
            /**
             * Chosen
             * @description The back end of each stage, by the settings.
             */
            chosen: {
                [key: string]: string;
            };
            /** Folder */
            folder: string;
            /** Free Bytes */
            free_bytes: number;
            /** Items */
            items: components["schemas"]["ModelBody"][];
            /**
             * Own
             * @description Others that are installed.
             */
            own: string[];
            /**
             * Runs
             * @description The library that runs them is installed.
             */
            runs: boolean;
        };
        /**
         * Models
         * @description As the hosted service lists models.
         */
        Models: {
            /** Data */
            data: components["schemas"]["Model"][];
            /**
             * Object
             * @default list
             * @constant
             */
            object: "list";
        };
        /** ModelsBody */
        ModelsBody: {
            /** Installed */
            installed: string[];
            /** Pulling */
            pulling: string[];
            /**
             * Runs
             * @description The library that runs them is installed.
             */
            runs: boolean;
        };
        /** ModelServerInfo */
        ModelServerInfo: {
            /** Models */
            models: string[];
            /** Name */
            name: string;
            /** Url */
            url: string;
        };
        /**
         * Moment
         * @description A turn, to hear again. Times are milliseconds on the session clock.
         */
        Moment: {
            /** End Ms */
            end_ms: number;
            /** Start Ms */
            start_ms: number;
            /** Turn Id */
            turn_id: string;
        };
        /**
         * MomentBody
         * @description One moment: the first take, then the others in the order in which they were made.
         */
        MomentBody: {
            /**
             * Judge
             * @description Who read these moments; reports may have another judge.
             */
            judge: string;
            /** Rubric */
            rubric: string;
            /** Rubric Title */
            rubric_title: string;
            /**
             * Takes
             * @description Each has the same elements: those that any of them touches.
             */
            takes: components["schemas"]["TakeBody"][];
        };
        /**
         * NamedBody
         * @description Somebody who may read the talk now.
         */
        NamedBody: {
            /**
             * External
             * @description A trainer from outside the organisation.
             */
            external: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
        };
        /**
         * NetScoreBody
         * @description From −100 to 100.
         */
        NetScoreBody: {
            /** Detractors */
            detractors: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Passives */
            passives: number;
            /** Promoters */
            promoters: number;
            /** Value */
            value: number;
        };
        /**
         * NewDisagreement
         * @description What is wrong: an element's level, or a behaviour in a turn, named by the words that the report quotes.
         */
        NewDisagreement: {
            /**
             * Behaviour
             * @description With its `turn_id` and `quote`.
             */
            behaviour?: string | null;
            /**
             * Comment
             * @description For whoever reads your export.
             */
            comment?: string | null;
            /** Element */
            element?: string | null;
            /** Quote */
            quote?: string | null;
            /** Turn Id */
            turn_id?: string | null;
        };
        /** NewEndpoint */
        NewEndpoint: {
            /**
             * Content
             * @description Send transcripts and reports, too, not only ids and figures.
             * @default false
             */
            content: boolean;
            /** Events */
            events?: components["schemas"]["WebhookType"][];
            /**
             * Url
             * @description https, on the internet.
             */
            url: string;
        };
        /** NewInvitation */
        NewInvitation: {
            /**
             * Email
             * @description Only whoever has this address can accept it.
             */
            email?: string | null;
            /**
             * Role
             * @description `admin`, `trainer`, `learner`; or SuperAdmin, Formateur-int, … Formé.
             * @default learner
             */
            role: string;
            /** Team Id */
            team_id?: string | null;
            /** @description Of a trainer; `internal` unless it is said. */
            trainer_kind?: components["schemas"]["TrainerKind"] | null;
        };
        /** NewNote */
        NewNote: {
            /**
             * Team Id
             * @description null: one's own.
             */
            team_id?: string | null;
            /** Text */
            text: string;
        };
        /**
         * NewScenario
         * @description One of the two, or neither: then it begins with a text that already plays.
         */
        NewScenario: {
            /**
             * Copy Of
             * @description Id of a shipped scenario or one of yours.
             */
            copy_of?: string | null;
            /**
             * Text
             * @description YAML of a file to import.
             */
            text?: string | null;
            /**
             * Title
             * @description In place of the text's own.
             */
            title?: string | null;
        };
        /**
         * NewSession
         * @description What to practise, and how. Everything can be left out.
         */
        NewSession: {
            /**
             * Cultural Context
             * @description Such as `US-English`; recorded.
             */
            cultural_context?: string | null;
            /**
             * Hints
             * @description `POST /api/sessions/{id}/hint` answers during the talk.
             * @default false
             */
            hints: boolean;
            /**
             * Instructions
             * @description Who the partner of a free conversation is. Kept with the session, for you alone.
             */
            instructions?: string | null;
            /**
             * Language
             * @description BCP 47; null: the scenario's.
             */
            language?: string | null;
            /**
             * Model
             * @description Of a hosted service; retired names are mapped.
             */
            model?: string | null;
            /**
             * Monitoring
             * @description Your trainer and admins may follow this talk while it goes on. You see who does.
             * @default false
             */
            monitoring: boolean;
            /**
             * Patience Ms
             * @description Silence after which your turn is over.
             */
            patience_ms?: number | null;
            /**
             * Provider
             * @description Of `/api/config`'s `providers`; null: the scenario's, or the server's.
             */
            provider?: string | null;
            /**
             * Push To Talk
             * @default false
             */
            push_to_talk: boolean;
            /**
             * Recording
             * @description For this session; null: as agreed before.
             */
            recording?: boolean | null;
            /**
             * Retry Of
             * @description A session of yours that is over: try one of its moments again.
             */
            retry_of?: string | null;
            /**
             * Retry Turn Id
             * @description Your turn there. The talk goes on from just before it.
             */
            retry_turn_id?: string | null;
            /**
             * Scenario Id
             * @description null: a free conversation.
             */
            scenario_id?: string | null;
            /**
             * Scenario Version
             * @description An earlier one, or a draft of one's own; null: the one of now.
             */
            scenario_version?: number | null;
            /** Voice */
            voice?: string | null;
        };
        /** NewWave */
        NewWave: {
            /**
             * Closes On
             * @description Last day; by default two weeks after the first.
             */
            closes_on?: string | null;
            /**
             * Opens On
             * @description First day (UTC); by default today.
             */
            opens_on?: string | null;
            /** Sets */
            sets: components["schemas"]["ItemSet"][];
            /**
             * Team Ids
             * @description null: one's own; for admins all teams. Empty text: people without a team.
             */
            team_ids?: string[] | null;
            /**
             * Title
             * @default
             */
            title: string;
        };
        /** NoteBody */
        NoteBody: {
            /** At */
            at: number;
            /** Id */
            id: string;
            /** Team Id */
            team_id: string;
            /** Text */
            text: string;
        };
        /** Notes */
        Notes: {
            /**
             * Keep
             * @description Taken for names by mistake; these stay.
             * @default []
             */
            keep: string[];
            /**
             * Names
             * @description More words to be left out.
             * @default []
             */
            names: string[];
            /** Text */
            text: string;
        };
        /** NowBody */
        NowBody: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Median */
            median: number;
            /**
             * Talks
             * @description Scored talks that it is of, at most five.
             */
            talks: number;
        };
        /** OidcName */
        OidcName: {
            /** Name */
            name: string;
        };
        /** OverviewBody */
        OverviewBody: {
            /**
             * Accounts
             * @description People sign in here.
             */
            accounts: boolean;
            costs: components["schemas"]["CostsBody"];
            database: components["schemas"]["DatabaseBody"];
            disk: components["schemas"]["DiskBody"];
            /** Draining */
            draining: boolean;
            engine: components["schemas"]["EngineBody"];
            last_backup: components["schemas"]["BackupBody"] | null;
            models: components["schemas"]["ModelsBody"];
            people: components["schemas"]["PeopleBody"];
            /** Python */
            python: string;
            /**
             * Started At
             * @description Unix milliseconds.
             */
            started_at: number;
            /** System */
            system: string;
            talks: components["schemas"]["TalksBody"];
            /** Version */
            version: string;
        };
        /** PartnerDetails */
        PartnerDetails: {
            /** Name */
            name: string;
            /** Public Info */
            public_info: string[];
            /** Role */
            role: string;
        };
        /** PartnerSummary */
        PartnerSummary: {
            /** Name */
            name: string;
            /** Role */
            role: string;
        };
        /**
         * PartsBody
         * @description Of a recording that the browser makes, what the server has.
         */
        PartsBody: {
            /** Duration Ms */
            duration_ms: number;
            /**
             * Now
             * @description Unix milliseconds here; an event's `t_wall - t_ms` is when the session clock began.
             */
            now: number;
            /**
             * Parts
             * @description Numbers of the pieces that are here.
             */
            parts: number[];
            /**
             * Wanted
             * @description Pieces are taken; else the server records, or nobody does.
             */
            wanted: boolean;
        };
        /** PasswordChange */
        PasswordChange: {
            /** Current */
            current: string;
            /** New */
            new: string;
        };
        /**
         * PasswordLink
         * @description `url` lets whoever has it choose this person's password, once. It is shown this once.
         */
        PasswordLink: {
            /** Expires At */
            expires_at: number;
            /** Url */
            url: string;
        };
        /**
         * PeopleBody
         * @description People with accounts; `active` in the last 30 days. Disabled ones are in `total` only.
         */
        PeopleBody: {
            /** Active */
            active: number;
            /** Admins */
            admins: number;
            /** Disabled */
            disabled: number;
            /** Learners */
            learners: number;
            /** Teams */
            teams: number;
            /** Total */
            total: number;
            /** Trainers */
            trainers: number;
        };
        /**
         * Period
         * @description `once`: as long as the session lasts.
         * @enum {string}
         */
        Period: "once" | "day" | "month";
        /**
         * Persona
         * @description Whether the partner played its role, whoever spoke for it.
         */
        Persona: {
            /**
             * Findings
             * @default []
             */
            findings: components["schemas"]["PersonaFinding"][];
            /**
             * Note
             * @description What of it was not held against the learner.
             */
            note?: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "ok" | "broken" | "not_checked";
        };
        /**
         * PersonaFinding
         * @description A place where the partner did not play its role. `quote` is verbatim from the partner's turn.
         */
        PersonaFinding: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "role" | "coaching" | "language" | "secret" | "stage_direction";
            /** Quote */
            quote: string;
            /** Turn Id */
            turn_id: string;
            /** Why */
            why: string;
        };
        /** PlayedBody */
        PlayedBody: {
            /**
             * Learner
             * @enum {string}
             */
            learner: "skilled" | "unskilled";
            /**
             * Opening
             * @description What the partner began with; empty when the learner did.
             */
            opening: string;
            /** Openness */
            openness: number;
            /** Steps */
            steps: components["schemas"]["StepBody"][];
            /** Tension */
            tension: number;
            /**
             * Trust
             * @description At the beginning; so the others.
             */
            trust: number;
        };
        /** Point */
        Point: {
            /**
             * At
             * @description When the talk began, Unix milliseconds.
             */
            at: number;
            /**
             * Level
             * @description null: not applicable, or nobody could say. Never a zero.
             */
            level: number | null;
            /** Session Id */
            session_id: string;
        };
        /**
         * PointBody
         * @description A wave. `hidden` says why nothing is told: still open, too few answers, or too alike the wave shortly before.
         */
        PointBody: {
            change: components["schemas"]["ChangeBody"] | null;
            /** Closes At */
            closes_at: number;
            /** Comments */
            comments: string[];
            figures: components["schemas"]["FiguresBody"] | null;
            /** Hidden */
            hidden: ("open" | "few" | "too_alike") | null;
            /** Opens At */
            opens_at: number;
            rolling: components["schemas"]["RollingBody"] | null;
            /**
             * State
             * @enum {string}
             */
            state: "coming" | "open" | "closed";
            /** Teams */
            teams: number;
            /**
             * Teams Left Out
             * @description Asked as well, and in no figure: they are too small.
             */
            teams_left_out: number;
            /** Title */
            title: string;
            /** Wave Id */
            wave_id: string;
        };
        /**
         * PostedTurn
         * @description A turn that a caller brings along.
         */
        PostedTurn: {
            /** Confidence */
            confidence?: number | null;
            /** End Ms */
            end_ms?: number | null;
            /**
             * Id
             * @description null: one is made, `t` and the turn's number.
             */
            id?: string | null;
            /**
             * Speaker
             * @enum {string}
             */
            speaker: "learner" | "partner";
            /** Start Ms */
            start_ms?: number | null;
            /** Text */
            text: string;
        };
        /**
         * PreferencesBody
         * @description With whom one talks on the speech page. null: the server's own.
         */
        PreferencesBody: {
            /**
             * Language
             * @description BCP 47.
             */
            language?: string | null;
            /**
             * Persona
             * @description Instructions, in one's own words.
             */
            persona?: string | null;
            /** Voice */
            voice?: string | null;
        };
        /**
         * PrivacyBody
         * @description What this server keeps of you, where it goes, and for how long.
         */
        PrivacyBody: {
            /**
             * Account
             * @description You have an account that can be deleted.
             */
            account: boolean;
            /** Kept */
            kept: components["schemas"]["KeptBody"][];
            /**
             * Processors
             * @description Empty: nothing leaves this server.
             */
            processors: components["schemas"]["ProcessorBody"][];
            /**
             * Reauthentication
             * @description What deleting takes: nothing, your password, or having signed in in the last ten minutes.
             * @enum {string}
             */
            reauthentication: "none" | "password" | "sign_in";
            /**
             * Recording
             * @enum {string}
             */
            recording: "ask" | "on" | "off";
            /** Talks */
            talks: number;
            /**
             * Unkept Recording Days
             * @description Of those who do not want recordings kept.
             */
            unkept_recording_days: number;
        };
        /**
         * ProblemBody
         * @description Something to mend. An error keeps the scenario from being saved.
         */
        ProblemBody: {
            /**
             * Line
             * @description In the text, from 1.
             */
            line: number;
            /** Message */
            message: string;
            /**
             * Path
             * @description The field; empty for the whole.
             */
            path: (string | number)[];
            /**
             * Severity
             * @enum {string}
             */
            severity: "error" | "warning";
        };
        /**
         * ProcessorBody
         * @description Somebody outside this server who gets something, as it is configured now.
         */
        ProcessorBody: {
            /**
             * Gets
             * @enum {string}
             */
            gets: "voice" | "text";
            /** Host */
            host: string | null;
            /** Name */
            name: string;
            /** @description The consent that it takes; null: no choice is given. */
            purpose: components["schemas"]["feedbackyes__domain__consent__Purpose"] | null;
        };
        /** ProgressBody */
        ProgressBody: {
            /**
             * Choices
             * @description What can be a goal.
             */
            choices: components["schemas"]["RubricChoice"][];
            /** Goals */
            goals: components["schemas"]["GoalBody"][];
            /** Metrics */
            metrics: components["schemas"]["Trend"][];
            practice: components["schemas"]["feedbackyes__api__progress__Practice"];
            /** Skills */
            skills: components["schemas"]["SkillBody"][];
            suggestion: components["schemas"]["SuggestionBody"] | null;
        };
        /** ProviderInfo */
        ProviderInfo: {
            /**
             * Basic Ears
             * @description The recogniser mishears too much to be trusted.
             */
            basic_ears: boolean;
            /**
             * Free Languages
             * @description In which the partner has something to say without a scenario; null is any.
             */
            free_languages?: string[] | null;
            /**
             * Hosted
             * @description Voice leaves this machine.
             */
            hosted: boolean;
            /**
             * Hosts
             * @description Where parts of the embedded engine send what is said.
             * @default []
             */
            hosts: string[];
            /**
             * Languages
             * @description That the recogniser understands, as primary subtags; null is any. Others are typed.
             */
            languages: string[] | null;
            /** Model */
            model: string;
            /** Name */
            name: string;
            /**
             * Partner
             * @description Who decides what it says; null: the service's own.
             */
            partner?: string | null;
            /**
             * Price Per Minute Usd
             * @description About; null when it is not known.
             */
            price_per_minute_usd: number | null;
            /**
             * Push To Talk
             * @description It can leave to you when your turn is over.
             * @default true
             */
            push_to_talk: boolean;
            /**
             * Reasons
             * @description Why `auto` took the `recogniser`, the `voice` or the `partner`.
             * @default {}
             */
            reasons: {
                [key: string]: string;
            };
            /** Recogniser */
            recogniser: string;
            /**
             * Scripted
             * @description The partner follows a script, not a language model.
             */
            scripted: boolean;
            /**
             * Session Minutes
             * @description After which it ends its session; the talk goes on with another one.
             */
            session_minutes?: number | null;
            /**
             * Transcribes
             * @description There are words of what you say, and so feedback.
             * @default true
             */
            transcribes: boolean;
            /**
             * Truncates
             * @description It is told how much of a reply you heard.
             * @default true
             */
            truncates: boolean;
            /** Voice */
            voice: string;
            /**
             * Voice Languages
             * @description That the voice speaks; null is any, or not known. There is no talk in others.
             */
            voice_languages?: string[] | null;
            /**
             * Voices
             * @description That it has; null: not known.
             */
            voices?: string[] | null;
            /**
             * Webrtc Direct
             * @description A browser's call may go to it directly.
             * @default false
             */
            webrtc_direct: boolean;
        };
        /**
         * PullBody
         * @description A download that goes on.
         */
        PullBody: {
            /**
             * Fetched
             * @description Bytes that are here.
             */
            fetched: number;
            /**
             * State
             * @description `waiting`: for another one. `installing`: it is all here.
             * @enum {string}
             */
            state: "waiting" | "fetching" | "installing";
            /**
             * Total
             * @description Bytes in all, about.
             */
            total: number;
        };
        /**
         * PulseAnswer
         * @description `answers` by item, or items at the top (`mood`, `energy`, …), or a list of `{item, value}`.
         * @example {
         *       "comment": "A long week.",
         *       "energy": 3,
         *       "mood": 4
         *     }
         */
        PulseAnswer: {
            /**
             * Scale
             * @description Top of the sender's scale for check-ins: 5, 7, 10 or 100.
             */
            scale?: number | null;
            /**
             * Team Id
             * @description One's own, when it is said.
             */
            team_id?: string | null;
            /**
             * User Id
             * @description Oneself, when it is said.
             */
            user_id?: string | null;
            /**
             * Wave Id
             * @description null: the wave that is open and asks this.
             */
            wave_id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * PulseBody
         * @description Where one stands. `team` null: one is in none.
         */
        PulseBody: {
            /** @description Open all the time; once a week. */
            check_in: components["schemas"]["AskedBody"];
            fewest: components["schemas"]["Fewest"];
            /**
             * Low
             * @description What to practise for the team: the same for everybody in it.
             */
            low: components["schemas"]["LatestLow"][];
            /**
             * Manages
             * @description One may open a pulse.
             */
            manages: boolean;
            /** @description The wave that is open for one's team. */
            now: components["schemas"]["AskedBody"] | null;
            team: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"] | null;
        };
        /**
         * ReaderBody
         * @description Somebody else who may read a talk because its learner shared it.
         */
        ReaderBody: {
            /**
             * Id
             * @description Of the team whose trainers they are, or of the person.
             */
            id: string;
            /**
             * Name
             * @description null: there is no such team or person any more.
             */
            name: string | null;
            /**
             * Who
             * @enum {string}
             */
            who: "trainers" | "person";
        };
        /**
         * Reading
         * @description A model dialogue read aloud.
         */
        Reading: {
            /** Duration Ms */
            duration_ms: number;
            /** Lines */
            lines: components["schemas"]["TimedLine"][];
        };
        /** RealtimeSession */
        RealtimeSession: {
            client_secret: components["schemas"]["ClientSecret"];
            /**
             * Expires At
             * @description Unix seconds; the call has to have begun by then.
             */
            expires_at: number;
            /** Ice Servers */
            ice_servers: components["schemas"]["IceServerBody"][];
            /**
             * Ignored
             * @description A sentence for each thing that was not taken as asked.
             */
            ignored: string[];
            /** Model */
            model: string;
            /** Session Id */
            session_id: string;
            /** Url */
            url: string;
            /** Value */
            value: string;
            /** Voice */
            voice: string;
        };
        /**
         * Received
         * @description What became of a webhook.
         */
        Received: {
            /**
             * Action
             * @description `ignored`: it is nothing for this server.
             * @enum {string}
             */
            action: "accepted" | "rejected" | "ignored";
            /**
             * Received
             * @default true
             * @constant
             */
            received: true;
            /**
             * Session Id
             * @description Of a call that was accepted.
             */
            session_id?: string | null;
        };
        /** RedactedBody */
        RedactedBody: {
            /** Replaced */
            replaced: components["schemas"]["Replaced"][];
            /** Text */
            text: string;
        };
        /**
         * Refusal
         * @description A talk would be refused now. `again_at`: Unix milliseconds; null: not by waiting.
         */
        Refusal: {
            /** Again At */
            again_at: number | null;
            /** Message */
            message: string;
        };
        /** Replaced */
        Replaced: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "email" | "link" | "handle" | "address" | "date" | "number" | "company" | "person";
            /** Now */
            now: string;
            /** Was */
            was: string;
        };
        /**
         * Report
         * @description The answer of `POST /api/feedback/analyze`.
         */
        Report: {
            /** Behaviours */
            behaviours: components["schemas"]["BehaviourSeen"][];
            /** Elements */
            elements: components["schemas"]["ElementResult"][];
            /** Feedback */
            feedback: string;
            judge: components["schemas"]["Judge"];
            metadata: components["schemas"]["Metadata"];
            /** Metrics */
            metrics: components["schemas"]["Metric"][];
            next_step: components["schemas"]["Highlight"] | null;
            /**
             * @default {
             *       "state": "not_checked",
             *       "findings": []
             *     }
             */
            persona: components["schemas"]["Persona"];
            /** Recommendations */
            recommendations: string[];
            /**
             * Scores
             * @description Level of each element, by its id.
             */
            scores: {
                [key: string]: number | null;
            };
            /** Session Id */
            session_id: string;
            /**
             * Spans
             * @description What happened when, in order of the beginning.
             * @default []
             */
            spans: components["schemas"]["Span"][];
            /**
             * Status
             * @enum {string}
             */
            status: "done" | "not_enough_speech";
            strength: components["schemas"]["Highlight"] | null;
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "admin" | "trainer" | "learner";
        /**
         * RollingBody
         * @description Over this wave and up to two before it.
         */
        RollingBody: {
            /** N */
            n: number;
            /** Value */
            value: number;
            /** Waves */
            waves: number;
        };
        /** RubricChoice */
        RubricChoice: {
            /** Elements */
            elements: components["schemas"]["ElementChoice"][];
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /** RubricSummary */
        RubricSummary: {
            /** Elements */
            elements: components["schemas"]["ElementSummary"][];
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /** RubricWord */
        RubricWord: {
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * Running
         * @description Not done yet; the address in `Location` says when it is.
         */
        Running: {
            /**
             * Done
             * @description Questions that a language model has answered.
             */
            done?: number | null;
            /** Id */
            id: string;
            /** Session Id */
            session_id: string;
            /**
             * Status
             * @default running
             * @constant
             */
            status: "running";
            /**
             * Total
             * @description Questions in all: each element three times. null: it is not asked.
             */
            total?: number | null;
        };
        /**
         * RunningBody
         * @description A talk that goes on and may be followed. Times as in a session.
         */
        RunningBody: {
            /** Duration Ms */
            duration_ms: number;
            /**
             * Here
             * @description Who follows it now.
             */
            here: components["schemas"]["WhoBody"][];
            /** Language */
            language: string;
            /**
             * Learner
             * @description Their name.
             */
            learner: string;
            /**
             * May Listen
             * @description false: the voices do not come by this server.
             */
            may_listen: boolean;
            /** Partner Name */
            partner_name: string | null;
            /**
             * Scenario Title
             * @description null: a free conversation.
             */
            scenario_title: string | null;
            /** Session Id */
            session_id: string;
            /** Started At */
            started_at: number;
            state: components["schemas"]["SessionState"];
            transport: components["schemas"]["Transport"] | null;
            /** Turn Count */
            turn_count: number;
        };
        /** RunningList */
        RunningList: {
            /** Items */
            items: components["schemas"]["RunningBody"][];
        };
        /**
         * SaidBody
         * @description A turn as it counts: corrected where the learner has corrected it. Times are on its own session's clock.
         */
        SaidBody: {
            /** End Ms */
            end_ms: number;
            /** Id */
            id: string;
            /** Interrupted */
            interrupted: boolean;
            /** Session Id */
            session_id: string;
            speaker: components["schemas"]["Speaker"];
            /** Start Ms */
            start_ms: number;
            /** Text */
            text: string;
            /** Typed */
            typed: boolean;
        };
        /** Save */
        Save: {
            /**
             * Base Version
             * @description The version that was edited.
             */
            base_version: number;
            /**
             * Note
             * @description What was changed, for the list of versions.
             */
            note?: string | null;
            /**
             * Text
             * @description The scenario as YAML.
             */
            text: string;
        };
        /** Saved */
        Saved: {
            /** Id */
            id: string;
        };
        /** ScenarioDetails */
        ScenarioDetails: {
            /**
             * Bands
             * @description Metric id: low and high end; null is open.
             */
            bands: {
                [key: string]: [
                    number | null,
                    number | null
                ];
            };
            /** Content Warning */
            content_warning: string | null;
            /** Context */
            context: string;
            /** Difficulty Label */
            difficulty_label: string;
            /** Id */
            id: string;
            /** Language */
            language: string;
            learner: components["schemas"]["LearnerDetails"];
            /** Licence */
            licence: string;
            /** Minutes */
            minutes: number;
            /** Objectives */
            objectives: string[];
            /**
             * Opens
             * @description Who speaks first: learner or partner.
             */
            opens: string;
            partner: components["schemas"]["PartnerDetails"];
            /**
             * Provider
             * @description Voice service that it is meant for; null: any.
             */
            provider?: string | null;
            /** Relationship */
            relationship: string;
            /**
             * Role
             * @description Who the learner is.
             */
            role: string;
            rubric: components["schemas"]["RubricSummary"];
            /**
             * Shared
             * @description Others than its author may practise it.
             * @default true
             */
            shared: boolean;
            /** Skills */
            skills: string[];
            /**
             * Source
             * @description `mine`: the caller wrote it; `shared`: somebody else here did.
             * @default shipped
             * @enum {string}
             */
            source: "shipped" | "mine" | "shared";
            /** Summary */
            summary: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
            /** Voice */
            voice: string;
        };
        /** ScenarioSummary */
        ScenarioSummary: {
            /** Content Warning */
            content_warning: string | null;
            /** Difficulty Label */
            difficulty_label: string;
            /** Id */
            id: string;
            /** Language */
            language: string;
            /** Minutes */
            minutes: number;
            partner: components["schemas"]["PartnerSummary"];
            /**
             * Shared
             * @description Others than its author may practise it.
             * @default true
             */
            shared: boolean;
            /** Skills */
            skills: string[];
            /**
             * Source
             * @description `mine`: the caller wrote it; `shared`: somebody else here did.
             * @default shipped
             * @enum {string}
             */
            source: "shipped" | "mine" | "shared";
            /** Summary */
            summary: string;
            /** Title */
            title: string;
        };
        /** ScenarioVersionBody */
        ScenarioVersionBody: {
            /**
             * Created At
             * @description Unix milliseconds.
             */
            created_at: number;
            /** Note */
            note: string | null;
            /** Version */
            version: number;
        };
        /**
         * Secret
         * @description `value` is a Bearer for `POST /v1/realtime/calls` and `WS /v1/realtime`, until `expires_at` (Unix seconds).
         */
        Secret: {
            /** Expires At */
            expires_at: number;
            /** Session */
            session: {
                [key: string]: unknown;
            };
            /** Value */
            value: string;
        };
        /**
         * SecretRequest
         * @description What the secret's sessions are to be; as in a `session.update`.
         */
        SecretRequest: {
            expires_after?: components["schemas"]["ExpiresAfter"];
            /** Session */
            session?: {
                [key: string]: unknown;
            };
        };
        /** Served */
        Served: {
            /** Items */
            items: components["schemas"]["ServedBody"][];
        };
        /**
         * ServedBody
         * @description A part of a session. A provider whose connection was lost and opened again begins another part.
         */
        ServedBody: {
            /**
             * From Ms
             * @description On the session clock.
             */
            from_ms: number;
            /** Model */
            model: string | null;
            /** Provider */
            provider: string | null;
            /**
             * Reason
             * @description Why the part before ended; null for the first.
             */
            reason?: string | null;
        };
        /**
         * SessionBody
         * @description A session. Times `*_at` are Unix milliseconds, `*_ms` milliseconds.
         */
        SessionBody: {
            /** Basic Ears */
            basic_ears: boolean;
            /** @description null: nothing was used. */
            cost: components["schemas"]["CostBody"] | null;
            /** Created At */
            created_at: number;
            /**
             * Duration Ms
             * @description Up to now while it is open; null when it never started.
             */
            duration_ms: number | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: number | null;
            /**
             * Expired At
             * @description When what of it was deleted for that reason.
             */
            expired_at: {
                [key: string]: number;
            };
            /**
             * Expires At
             * @description When what of it is deleted because its time is over; the rest stays.
             */
            expires_at: {
                [key: string]: number;
            };
            /** Hints */
            hints: boolean;
            /**
             * Hints Given
             * @description Elements of the rubric that you got a hint on, in order.
             */
            hints_given: string[];
            /** Id */
            id: string;
            /** Language */
            language: string;
            /**
             * May
             * @description What you may do with it. Without `read` you see only that there is this talk. `talk`: go on, or try a moment of it again.
             */
            may: ("read" | "talk" | "hear" | "share" | "correct" | "disagree" | "stop" | "delete")[];
            /** Model */
            model: string | null;
            /** Monitoring */
            monitoring: boolean;
            /**
             * Next Step
             * @description From the latest feedback.
             */
            next_step: string | null;
            /** Owner Id */
            owner_id: string;
            /**
             * Owner Name
             * @description Of somebody else's; null: your own, or not known.
             */
            owner_name: string | null;
            /** Partner Name */
            partner_name: string | null;
            /** Patience Ms */
            patience_ms: number | null;
            /** Provider */
            provider: string | null;
            /** Push To Talk */
            push_to_talk: boolean;
            /**
             * Read By
             * @description With whom its learner shares it; told to those who may read it.
             */
            read_by: components["schemas"]["ReaderBody"][];
            /** Recogniser */
            recogniser: string | null;
            /** Recording */
            recording: boolean;
            /**
             * Retry Of
             * @description The session that this is another take of.
             */
            retry_of: string | null;
            /** Retry Turn Id */
            retry_turn_id: string | null;
            /** Scenario Id */
            scenario_id: string | null;
            /** Scenario Title */
            scenario_title: string | null;
            /** Scenario Version */
            scenario_version: number | null;
            /** Started At */
            started_at: number | null;
            state: components["schemas"]["SessionState"];
            /** @description null: no call has begun, or an older version took it. */
            transport: components["schemas"]["Transport"] | null;
            /** Turn Count */
            turn_count: number;
            /** Voice */
            voice: string | null;
        };
        /**
         * SessionConfig
         * @description What a client may choose, also flat as the retired interface had it.
         *
         *     Anything else is ignored, and named in the answer's `ignored`.
         */
        SessionConfig: {
            /**
             * Audio
             * @description As in a Realtime session.
             */
            audio?: {
                [key: string]: unknown;
            } | null;
            /** Language */
            language?: string | null;
            /** Max Output Tokens */
            max_output_tokens?: number | string | null;
            /**
             * Model
             * @description Of a hosted service; retired names are mapped.
             */
            model?: string | null;
            /** Patience Ms */
            patience_ms?: number | null;
            /**
             * Push To Talk
             * @default false
             */
            push_to_talk: boolean;
            /** Recording */
            recording?: boolean | null;
            /** Speed */
            speed?: number | null;
            /**
             * Temperature
             * @description Accepted; has no effect any more.
             */
            temperature?: number | null;
            /** Voice */
            voice?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** SessionDisagreements */
        SessionDisagreements: {
            /** Items */
            items: components["schemas"]["DisagreementBody"][];
            /**
             * Judgements
             * @description How many judgements the latest report has.
             */
            judgements: number;
        };
        /** SessionList */
        SessionList: {
            /** Items */
            items: components["schemas"]["SessionBody"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * SessionState
         * @enum {string}
         */
        SessionState: "created" | "connecting" | "live" | "reconnecting" | "draining" | "ended" | "interrupted";
        /**
         * SettingBody
         * @description One setting as it holds now.
         */
        SettingBody: {
            /**
             * Given
             * @description It was set; else it is the default.
             */
            given: boolean;
            /**
             * Name
             * @description Of the environment variable.
             */
            name: string;
            /** Secret */
            secret: boolean;
            /**
             * Value
             * @description null: a secret, which is never told.
             */
            value: string | null;
            /** What */
            what: string;
        };
        /** SettingList */
        SettingList: {
            /** Items */
            items: components["schemas"]["SettingBody"][];
        };
        /**
         * ShareBody
         * @description `people_at_least`: a multiple of five.
         */
        ShareBody: {
            /** Id */
            id: string;
            /** People At Least */
            people_at_least: number;
            /** Title */
            title: string;
        };
        /** Sharing */
        Sharing: {
            /** Shared */
            shared: boolean;
        };
        /**
         * SharingBody
         * @description Who may read the talk beside its learner.
         */
        SharingBody: {
            /**
             * People
             * @description Named one by one.
             */
            people: components["schemas"]["ReaderBody"][];
            /**
             * Readers
             * @description Everybody who may read it now, by name.
             */
            readers: components["schemas"]["NamedBody"][];
            /**
             * Recording
             * @description They may hear the recording too.
             */
            recording: boolean;
            /** Session Id */
            session_id: string;
            /** @description The team whose trainers it is shared with. */
            shared_team: components["schemas"]["feedbackyes__api__sharing__TeamBody"] | null;
            /** @description The learner's own of now; null: they have none. */
            team: components["schemas"]["feedbackyes__api__sharing__TeamBody"] | null;
            /** With */
            with: "trainers"[];
        };
        /**
         * SharingChange
         * @description With whom to share, in place of everybody from before.
         */
        SharingChange: {
            /**
             * People
             * @default []
             */
            people: string[];
            /**
             * Recording
             * @description They may hear the recording too.
             * @default false
             */
            recording: boolean;
            /**
             * With
             * @description `trainers`: those of your team.
             * @default []
             */
            with: "trainers"[];
        };
        /**
         * ShownBody
         * @description A behaviour that this moment shows, with the learner's words.
         */
        ShownBody: {
            /**
             * Experimental
             * @description What sees it is not reliable enough; it moves no level.
             */
            experimental: boolean;
            name: components["schemas"]["Behaviour"];
            /** Quote */
            quote: string;
            /** Turn Id */
            turn_id: string;
        };
        /**
         * SignIn
         * @description By what somebody is known.
         * @enum {string}
         */
        SignIn: "none" | "link" | "password" | "oidc" | "token";
        /**
         * SimulationBody
         * @description How a skilled and an unskilled learner fare with the scripted partner. The same text always plays the same way.
         */
        SimulationBody: {
            /** Problems */
            problems: components["schemas"]["ProblemBody"][];
            skilled: components["schemas"]["PlayedBody"];
            unskilled: components["schemas"]["PlayedBody"];
        };
        /** SkillBody */
        SkillBody: {
            /** Element */
            element: string;
            now: components["schemas"]["NowBody"] | null;
            /** Rubric */
            rubric: string;
            /** Rubric Title */
            rubric_title: string;
            /** Title */
            title: string;
            /** Versions */
            versions: components["schemas"]["VersionBody"][];
        };
        /**
         * Span
         * @description A stretch of the talk, for pictures. Times are milliseconds on the session clock.
         *
         *     `pause`: a silence inside a turn of the learner. `answer`: from the partner's end to the learner's beginning, so that
         *     `end_ms` is before `start_ms` when they overlapped. `cut_in`, `listening`: the learner's speech into the partner's.
         *     `cut_into`: the partner's into the learner's, meant so by its engine. `echo`: the learner's microphone heard the partner.
         */
        Span: {
            /** End Ms */
            end_ms: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "pause" | "answer" | "cut_in" | "cut_into" | "listening" | "echo";
            /** Start Ms */
            start_ms: number;
        };
        /**
         * Speaker
         * @enum {string}
         */
        Speaker: "learner" | "partner";
        /**
         * SpeechRequest
         * @description What is not known here is ignored, as other servers of this kind do.
         */
        SpeechRequest: {
            /**
             * Input
             * @description The text to speak.
             */
            input: string;
            /**
             * Language
             * @description BCP 47; the hosted service tells it from the text.
             * @default en
             */
            language: string;
            /**
             * Model
             * @default
             */
            model: string;
            /**
             * Response Format
             * @default mp3
             */
            response_format: string;
            /**
             * Speed
             * @default 1
             */
            speed: number;
            /**
             * Stream Format
             * @default audio
             * @enum {string}
             */
            stream_format: "audio" | "sse";
            /**
             * Voice
             * @default
             */
            voice: string | components["schemas"]["VoiceId"];
        };
        /**
         * Stats
         * @description Twelve weeks, this one included. Sums are of the weeks that are told; null when none is.
         */
        Stats: {
            /**
             * Fewest
             * @description People below which nothing is told.
             * @default 5
             */
            fewest: number;
            /**
             * Message
             * @description Why there is no figure, when there is none.
             */
            message: string | null;
            /** Minutes */
            minutes: number | null;
            /** People */
            people: number | null;
            /** Scenarios */
            scenarios: components["schemas"]["ShareBody"][];
            /** Skills */
            skills: components["schemas"]["ShareBody"][];
            /** Talks */
            talks: number | null;
            /** @description null: all together. */
            team: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"] | null;
            /**
             * Teams
             * @description For who may see all of them.
             */
            teams: components["schemas"]["TeamStats"][];
            /** Weeks */
            weeks: components["schemas"]["WeekBody"][];
        };
        /**
         * StepBody
         * @description One turn of a simulated talk. States are 0 to 1.
         */
        StepBody: {
            /** Answered */
            answered: string;
            /** Earned */
            earned: string[];
            /** Openness */
            openness: number;
            /** Said */
            said: string;
            /** Tension */
            tension: number;
            /** Trust */
            trust: number;
        };
        /** Stopped */
        Stopped: {
            end_reason: components["schemas"]["EndReason"] | null;
            /** Session Id */
            session_id: string;
            state: components["schemas"]["SessionState"];
        };
        /** StreamOptions */
        StreamOptions: {
            /**
             * Include Usage
             * @default false
             */
            include_usage: boolean;
        };
        /** SuggestionBody */
        SuggestionBody: {
            /**
             * Element Title
             * @description The skill that it is for.
             */
            element_title: string | null;
            /**
             * Reason
             * @enum {string}
             */
            reason: "goal" | "weakest" | "untried" | "again";
            /** Rubric Title */
            rubric_title: string;
            /** Scenario Id */
            scenario_id: string;
            /** Scenario Title */
            scenario_title: string;
        };
        /** TakeBody */
        TakeBody: {
            /** Behaviours */
            behaviours: components["schemas"]["ShownBody"][];
            /** Created At */
            created_at: number;
            cue: components["schemas"]["SaidBody"] | null;
            /** Elements */
            elements: components["schemas"]["TakeLevelBody"][];
            /** Reaction */
            reaction: components["schemas"]["SaidBody"][];
            /** Recording */
            recording: boolean;
            /** Said */
            said: components["schemas"]["SaidBody"][];
            /** Session Id */
            session_id: string;
        };
        /**
         * TakeLevelBody
         * @description What an element has in this moment alone.
         */
        TakeLevelBody: {
            /** Id */
            id: string;
            /** Level */
            level: number | null;
            /** State */
            state: string;
            /** Title */
            title: string;
        };
        /**
         * TakesBody
         * @description All moments of one talk that were tried again.
         */
        TakesBody: {
            /** Moments */
            moments: components["schemas"]["MomentBody"][];
            /** Session Id */
            session_id: string;
        };
        /**
         * TalkBody
         * @description That there is a talk, and what it took; nothing of what it was about. Times as in a session.
         */
        TalkBody: {
            /**
             * Cost Usd
             * @description Of what has a known price; null: nothing was used.
             */
            cost_usd: number | null;
            /** Created At */
            created_at: number;
            /**
             * Duration Ms
             * @description Up to now while it is open; null when it never started.
             */
            duration_ms: number | null;
            end_reason: components["schemas"]["EndReason"] | null;
            /** Ended At */
            ended_at: number | null;
            /** Id */
            id: string;
            owner: components["schemas"]["WhoseBody"];
            /** Provider */
            provider: string | null;
            /** Recording */
            recording: boolean;
            /** Started At */
            started_at: number | null;
            state: components["schemas"]["SessionState"];
            team: components["schemas"]["WhoseBody"] | null;
            transport: components["schemas"]["Transport"] | null;
        };
        /** TalkList */
        TalkList: {
            /** Items */
            items: components["schemas"]["TalkBody"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * TalksBody
         * @description `recent` began in the last 7 days.
         */
        TalksBody: {
            /**
             * Open
             * @description Not over: live, or waiting for somebody to come back.
             */
            open: number;
            /** Recent */
            recent: number;
            /** Recent Minutes */
            recent_minutes: number;
            /** Total */
            total: number;
        };
        /** TeamList */
        TeamList: {
            /** Items */
            items: components["schemas"]["feedbackyes__api__teams__TeamBody"][];
        };
        /** TeamName */
        TeamName: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * TeamStats
         * @description A team in the order of names; there is no ranking.
         */
        TeamStats: {
            /** Minutes */
            minutes: number | null;
            /** People */
            people: number | null;
            /** Talks */
            talks: number | null;
            team: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"];
            /** Told */
            told: boolean;
        };
        /** TeamWish */
        TeamWish: {
            /** Name */
            name: string;
        };
        /** TextBody */
        TextBody: {
            /**
             * Text
             * @description The scenario as YAML.
             */
            text: string;
        };
        /**
         * ThemeBody
         * @description `lowest` and `highest` are what the ends `low` and `high` of the scale mean.
         */
        ThemeBody: {
            /** High */
            high: number;
            /** Highest */
            highest: string;
            /** Id */
            id: string;
            /** Intro */
            intro: string;
            /** Items */
            items: components["schemas"]["ItemBody"][];
            /** Low */
            low: number;
            /** Lower Is Better */
            lower_is_better: boolean;
            /** Lowest */
            lowest: string;
            set: components["schemas"]["ItemSet"];
            /** Source */
            source: string;
            /** Title */
            title: string;
        };
        /**
         * Ticket
         * @description `?ticket=` of any WebSocket of ours, once.
         */
        Ticket: {
            /**
             * Expires At
             * @description Unix seconds.
             */
            expires_at: number;
            /** Ticket */
            ticket: string;
        };
        /**
         * TimedLine
         * @description A line of a model dialogue, and where it is in its audio, in milliseconds.
         */
        TimedLine: {
            /** End Ms */
            end_ms: number;
            /**
             * Speaker
             * @enum {string}
             */
            speaker: "learner" | "partner";
            /** Start Ms */
            start_ms: number;
            /** Text */
            text: string;
        };
        /**
         * Token
         * @description `value` is the Bearer of the SDP offer that goes to `url`; it also opens `WS /ws/realtime/{session_id}`.
         */
        Token: {
            /**
             * Expires At
             * @description Unix seconds; the call has to have begun by then.
             */
            expires_at: number;
            /** Ice Servers */
            ice_servers: components["schemas"]["IceServerBody"][];
            /**
             * Ignored
             * @description A sentence for each thing that was not taken as asked.
             */
            ignored: string[];
            /** Model */
            model: string;
            /** Session Id */
            session_id: string;
            /** Url */
            url: string;
            /** Value */
            value: string;
            /** Voice */
            voice: string;
        };
        /**
         * TokenBody
         * @description Times are Unix milliseconds.
         */
        TokenBody: {
            /** Created At */
            created_at: number;
            /** Expires At */
            expires_at: number | null;
            /** Id */
            id: string;
            /** Label */
            label: string;
            /**
             * Last Used At
             * @description To the minute.
             */
            last_used_at: number | null;
        };
        /** TokenList */
        TokenList: {
            /** Items */
            items: components["schemas"]["TokenBody"][];
        };
        /**
         * TokenRequest
         * @description What the call will be about. Other fields mean nothing.
         */
        TokenRequest: {
            /**
             * Cultural Context
             * @description Such as `US-English`; recorded.
             */
            cultural_context?: string | null;
            /**
             * Model
             * @description The same as in `session_config`, which wins.
             */
            model?: string | null;
            /**
             * Scenario Id
             * @description null: a free conversation.
             */
            scenario_id?: string | null;
            session_config?: components["schemas"]["SessionConfig"];
            /**
             * Voice
             * @description The same as in `session_config`, which wins.
             */
            voice?: string | null;
        };
        /** TokenWish */
        TokenWish: {
            /**
             * Expires In Days
             * @description null: until it is revoked.
             */
            expires_in_days?: number | null;
            /**
             * Label
             * @description What it is for, in your own words.
             */
            label: string;
        };
        /** Tool */
        Tool: {
            function: components["schemas"]["Function"];
            /**
             * Type
             * @default function
             * @constant
             */
            type: "function";
        };
        /** ToolChoice */
        ToolChoice: {
            function: components["schemas"]["Function"];
            /**
             * Type
             * @default function
             * @constant
             */
            type: "function";
        };
        /**
         * TrainerKind
         * @description An internal trainer works for the organisation; an external one comes from outside and sees less.
         * @enum {string}
         */
        TrainerKind: "internal" | "external";
        /** Transcript */
        Transcript: {
            /** Items */
            items: components["schemas"]["TurnBody"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Session Id */
            session_id: string;
        };
        /**
         * Transport
         * @description What a session's voice went over when its call began. `audio`: the simple voice socket; `steps`: plain requests.
         * @enum {string}
         */
        Transport: "websocket" | "audio" | "webrtc" | "phone" | "steps";
        /**
         * Trend
         * @description A figure over time, against oneself. `band` is the latest talk's.
         */
        Trend: {
            /** Band */
            band: [
                number | null,
                number | null
            ] | null;
            /** Caveat */
            caveat: string;
            /** Id */
            id: string;
            /** Points */
            points: components["schemas"]["TrendPoint"][];
            /** Source */
            source: string;
            /** Title */
            title: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "ratio" | "per_minute" | "ms" | "s" | "count" | "per_100_words" | "per_10_turns" | "semitones" | "dB";
        };
        /** TrendBody */
        TrendBody: {
            /** Points */
            points: components["schemas"]["PointBody"][];
            theme: components["schemas"]["ThemeBody"];
        };
        /** TrendPoint */
        TrendPoint: {
            /** At */
            at: number;
            /** Session Id */
            session_id: string;
            /** Value */
            value: number;
        };
        /**
         * Trends
         * @description `team` null: all together. `message`: why there is no figure, when there is none.
         */
        Trends: {
            /**
             * Everybody
             * @description One may look at all together.
             */
            everybody: boolean;
            fewest: components["schemas"]["Fewest"];
            /** Low */
            low: components["schemas"]["LatestLow"][];
            /** May Note */
            may_note: boolean;
            /** Message */
            message: string | null;
            /**
             * Notes
             * @description What was changed, the latest first.
             */
            notes: components["schemas"]["NoteBody"][];
            team: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"] | null;
            /**
             * Teams
             * @description That one may look at one by one, by name.
             */
            teams: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"][];
            /** Trends */
            trends: components["schemas"]["TrendBody"][];
        };
        /**
         * TurnBody
         * @description One turn. `text` is what was heard, of both. Times are milliseconds on the session clock.
         */
        TurnBody: {
            /** Confidence */
            confidence: number | null;
            corrected?: components["schemas"]["CorrectionBody"] | null;
            /**
             * Cuts In
             * @description The partner cut into what the learner was saying.
             * @default false
             */
            cuts_in: boolean;
            /** End Ms */
            end_ms: number;
            /** Id */
            id: string;
            /** Interrupted */
            interrupted: boolean;
            /** Seq */
            seq: number;
            /** Session Id */
            session_id: string;
            speaker: components["schemas"]["Speaker"];
            /** Start Ms */
            start_ms: number;
            state: components["schemas"]["TurnState"];
            /** Text */
            text: string;
            /** Typed */
            typed: boolean;
            /** Words */
            words: components["schemas"]["WordBody"][];
        };
        /**
         * TurnState
         * @description `speaking` turns are stored while they are heard, so that a crash loses nothing that was shown.
         * @enum {string}
         */
        TurnState: "speaking" | "final";
        /**
         * Unit
         * @enum {string}
         */
        Unit: "usd" | "minutes";
        /** Usage */
        Usage: {
            /**
             * Free
             * @description The voice engine of now is this machine's own: it costs nothing.
             */
            free: boolean;
            /** Items */
            items: components["schemas"]["UsageBody"][];
            /** Limits */
            limits: components["schemas"]["LimitBody"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Prices As Of */
            prices_as_of: string;
            /** Prices Source */
            prices_source: string;
            /**
             * Since
             * Format: date
             */
            since: string;
            total: components["schemas"]["UsageBody"];
            /**
             * Until
             * Format: date
             */
            until: string;
        };
        /**
         * UsageBody
         * @description Uses taken together. Tokens that were cached are not in the others.
         */
        UsageBody: {
            /** Audio Cached */
            audio_cached: number;
            /** Audio In */
            audio_in: number;
            /** Audio Out */
            audio_out: number;
            /**
             * Cost Usd
             * @description Of those whose price is known.
             */
            cost_usd: number;
            /**
             * Estimated
             * @description A part was reckoned from something that stands for what is billed.
             */
            estimated: boolean;
            /** Image Cached */
            image_cached: number;
            /** Image In */
            image_in: number;
            /**
             * Key
             * @description What they have in common: a day (UTC), an id, a name; may be empty.
             */
            key: string;
            /**
             * Minutes
             * @description In which talks were open.
             */
            minutes: number;
            /**
             * Name
             * @description Of a person, by `user`.
             */
            name?: string | null;
            /** Talks */
            talks: number;
            /** Text Cached */
            text_cached: number;
            /** Text In */
            text_in: number;
            /** Text Out */
            text_out: number;
            /**
             * Unknown
             * @description How many have no known price. They are not in `cost_usd`.
             */
            unknown: number;
            /**
             * Voice Seconds
             * @description That were billed as such.
             */
            voice_seconds: number;
        };
        /**
         * UserBody
         * @description Somebody with an account. Times are Unix milliseconds.
         */
        UserBody: {
            /** Created At */
            created_at: number;
            /** Disabled */
            disabled: boolean;
            /** Disabled At */
            disabled_at: number | null;
            /**
             * Email
             * @description null: a machine, which has tokens only.
             */
            email: string | null;
            /** Has Password */
            has_password: boolean;
            /** Id */
            id: string;
            /** Last Seen At */
            last_seen_at: number | null;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            team: components["schemas"]["TeamName"] | null;
            /** Team Id */
            team_id: string | null;
            trainer_kind: components["schemas"]["TrainerKind"] | null;
        };
        /**
         * UserChange
         * @description What is left out stays as it is; `team_id` null takes somebody out of their team.
         */
        UserChange: {
            /** Disabled */
            disabled?: boolean | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Role */
            role?: string | null;
            /** Team Id */
            team_id?: string | null;
            trainer_kind?: components["schemas"]["TrainerKind"] | null;
        };
        /** UserList */
        UserList: {
            /** Items */
            items: components["schemas"]["UserBody"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * VersionBody
         * @description Talks whose levels compare. Between two versions the rubric or the judge has changed: no line joins them.
         */
        VersionBody: {
            judge: components["schemas"]["Judge"];
            /** Points */
            points: components["schemas"]["Point"][];
        };
        /**
         * Vocabulary
         * @description `languages`: those in which what a learner says is understood.
         */
        Vocabulary: {
            /** Behaviours */
            behaviours: components["schemas"]["BehaviourWord"][];
            /**
             * Language Model
             * @description That drafts from notes; null: none is configured.
             */
            language_model: string | null;
            /** Languages */
            languages: string[];
            /** Metrics */
            metrics: string[];
            /** Rubrics */
            rubrics: components["schemas"]["RubricWord"][];
        };
        /** VoiceId */
        VoiceId: {
            /** Id */
            id: string;
        };
        /**
         * Wanted
         * @description What was really said in this turn.
         */
        Wanted: {
            /** Text */
            text: string;
        };
        /**
         * WaveBody
         * @description A wave and how it goes. Figures are in the trends.
         */
        WaveBody: {
            /**
             * Answered
             * @description While it is open, rounded down to a multiple of five.
             */
            answered: number | null;
            /**
             * Closes At
             * @description The end of its last day, or when it was closed.
             */
            closes_at: number;
            /** Id */
            id: string;
            /** Opens At */
            opens_at: number;
            /** People */
            people: number;
            /** Sets */
            sets: components["schemas"]["ItemSet"][];
            /**
             * State
             * @enum {string}
             */
            state: "coming" | "open" | "closed";
            /** Teams */
            teams: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"][];
            /** Title */
            title: string;
        };
        /** WaveList */
        WaveList: {
            /** Items */
            items: components["schemas"]["WaveBody"][];
            /**
             * Teams
             * @description That one may open a pulse for.
             */
            teams: components["schemas"]["feedbackyes__api__pulse_parts__TeamBody"][];
        };
        /**
         * Way
         * @description How an answer was given: by the page or a program, or by a key of a telephone.
         * @enum {string}
         */
        Way: "page" | "phone";
        /**
         * WebhookType
         * @description What systems outside can be told of.
         * @enum {string}
         */
        WebhookType: "session.started" | "session.ended" | "session.analysed";
        /**
         * WeekBody
         * @description `told` false: fewer than five people, or too few would be left over; the rest is null then.
         */
        WeekBody: {
            /**
             * Begins At
             * @description Monday, midnight UTC, Unix milliseconds.
             */
            begins_at: number;
            /** Minutes */
            minutes: number | null;
            /** People */
            people: number | null;
            /** Talks */
            talks: number | null;
            /** Told */
            told: boolean;
        };
        /**
         * Whisper
         * @description Shown to the learner with your name. The partner does not hear it.
         */
        Whisper: {
            /** Text */
            text: string;
        };
        /**
         * WhoBody
         * @description Somebody who follows a talk.
         */
        WhoBody: {
            look: components["schemas"]["Look"];
            /** Look Id */
            look_id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /** User Id */
            user_id: string;
        };
        /**
         * Whose
         * @enum {string}
         */
        Whose: "session" | "user" | "team";
        /** WhoseBody */
        WhoseBody: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /** WordBody */
        WordBody: {
            /** Confidence */
            confidence: number | null;
            /** End Ms */
            end_ms: number;
            /** Start Ms */
            start_ms: number;
            /** Text */
            text: string;
        };
        /**
         * Written
         * @description A scenario as its author sees it. `shared`: with the team; without a team, with everybody on this server.
         */
        Written: {
            /**
             * Editable
             * @description The caller may save it; otherwise they may copy it.
             */
            editable: boolean;
            /** Id */
            id: string;
            /** Shared */
            shared: boolean;
            /**
             * Source
             * @enum {string}
             */
            source: "shipped" | "mine" | "shared";
            /** Text */
            text: string;
            /** Title */
            title: string;
            /**
             * Updated At
             * @description Unix milliseconds; null for shipped ones.
             */
            updated_at: number | null;
            /** Version */
            version: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_talks: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                limit?: number;
                /** @description `open`: only those that are not over. */
                state?: "all" | "open";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TalkList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_audit: {
        parameters: {
            query?: {
                /** @description `user.invited`, or `user` for all that begin so. */
                action?: string | null;
                /** @description Id of who did it. */
                actor?: string | null;
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_auth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Auth"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    oidc_callback: {
        parameters: {
            query?: {
                code?: string;
                error?: string;
                iss?: string | null;
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description To the identity provider, to a page of ours, or to /sign-in?error=… */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    oidc_login: {
        parameters: {
            query?: {
                /** @description Token of an invitation that is accepted so. */
                invitation?: string;
                /** @description Path of the page to go on to. */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description To the identity provider, to a page of ours, or to /sign-in?error=… */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_consents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentList"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    put_consents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentChange"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_stats: {
        parameters: {
            query?: {
                format?: "json" | "csv";
                /** @description null: one's own; for admins all together. `none`: no team. */
                team_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                    "text/csv": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_disagreements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Disagreements"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_analysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                analysis_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Running"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    analyse: {
        parameters: {
            query?: never;
            header?: {
                /** @description `respond-async`: answer at once, with a place to look. */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalyseRequest"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Running"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_goals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalList"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_goal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GoalWanted"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    drop_goal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                goal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeInvitation"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What the link ends with. */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    withdraw_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What the link ends with. */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeChange"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    erase_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erasure"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erased"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_logins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginList"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    end_login: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                login_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    put_preferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesBody"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    make_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenWish"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeToken"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    pull_model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_pull: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_running: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunningList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stopped"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    whisper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Whisper"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_privacy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_progress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgressBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_pulse: {
        parameters: {
            query?: {
                /** @description BCP 47; of `en`, `de`, `fr`, `es`. */
                language?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PulseBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    answer_pulse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PulseAnswer"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answered"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    add_note: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    remove_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                note_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_trends: {
        parameters: {
            query?: {
                format?: "json" | "csv";
                /** @description BCP 47; of `en`, `de`, `fr`, `es`. */
                language?: string;
                /** @description null: one's own; for admins all together. `none`: no team. */
                team_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trends"];
                    "text/csv": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_waves: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaveList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    open_wave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWave"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaveBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    cancel_wave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wave_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    close_wave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wave_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaveBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_realtime_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TokenRequest"] | null;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RealtimeSession"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_scenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioSummary"][];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewScenario"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_scenario: {
        parameters: {
            query?: {
                /** @description An earlier one, or a draft of one's own; null: the one of now. */
                version?: number | null;
            };
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioDetails"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    save_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Save"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    keep_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextBody"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_scenario_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    share_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sharing"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sharing"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_scenario_text: {
        parameters: {
            query?: {
                /** @description null: the one of now. */
                version?: number | null;
            };
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_scenario_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScenarioVersionBody"][];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    restore_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scenario_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    check_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextBody"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    draft_from_notes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notes"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    redact_notes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Notes"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedactedBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    simulate_scenario: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextBody"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    authoring_vocabulary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vocabulary"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    search_talks: {
        parameters: {
            query: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                limit?: number;
                /** @description Words, which all have to be in one turn. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    self_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                limit?: number;
                /** @description `own`: where there are no accounts, all. `shared`: by others, with you. null: both, and for admins that everybody's exist. */
                of?: ("own" | "shared" | "all") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_before: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BeforeBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_behind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Behind"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_dialogues: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DialoguesBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_reading: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "good" | "poor";
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reading"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_dialogue_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "good" | "poor";
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description The bytes that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description There are no such bytes; `Content-Range` says how many there are. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_session_disagreements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDisagreements"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    disagree: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDisagreement"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisagreementBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agree_after_all: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                disagreement_id: string;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: {
                /** @description Number of the last event that is known. */
                after?: number | null;
            };
            header?: {
                /** @description The same, as browsers say it; it wins. */
                "last-event-id"?: string | null;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The session is over and the reader knows all of it. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    export_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    ask_for_hint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HintBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_levels: {
        parameters: {
            query?: {
                /** @description Number of parts. */
                bins?: number;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LevelsBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_audit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    set_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentBody-Input"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_providers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Served"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description The bytes that `Range` asked for. */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description There are no such bytes; `Content-Range` says how many there are. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_recording_parts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartsBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    put_recording_part: {
        parameters: {
            query: {
                /** @description Where it begins on the session clock. */
                start_ms: number;
            };
            header?: never;
            path: {
                /** @description Number of the piece, from 0. */
                n: number;
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartsBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_sharing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharingBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    put_sharing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SharingChange"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharingBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_takes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakesBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_transcript: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                /** @description All of it, as a file to keep. */
                format?: ("json" | "text" | "vtt") | null;
                limit?: number;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                    "text/plain": unknown;
                    "text/vtt": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    correct_turn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                turn_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Wanted"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TurnBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    take_correction_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
                turn_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_teams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_team: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamWish"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["feedbackyes__api__teams__TeamBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    rename_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamWish"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["feedbackyes__api__teams__TeamBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TokenRequest"] | null;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_usage: {
        parameters: {
            query?: {
                by?: "day" | "user" | "team" | "model" | "provider" | "kind" | "session";
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                format?: "json" | "csv";
                limit?: number;
                /** @description `team`: trainers; `all`: admins. */
                of?: "own" | "team" | "all";
                /** @description First day (UTC); by default this month's. */
                since?: string | null;
                /** @description Last day; by default today. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                    "text/csv": unknown;
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    get_estimate: {
        parameters: {
            query?: {
                /** @description null: as the scenario is meant. */
                minutes?: number | null;
                model?: string | null;
                /** @description null: the scenario's, or the server's own. */
                provider?: string | null;
                scenario_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimateBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string | null;
                limit?: number;
                /** @description A part of the name or the address. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    make_password_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordLink"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sign_out_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEndpoint"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeEndpoint"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    send_again: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    enable_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    disable_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    send_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    make_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    force_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stopped"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    read_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Send no new traffic here. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    hang_up: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    save_transcript: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Entry"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    webrtc_offer: {
        parameters: {
            query?: {
                /** @description Any word by which a page knows itself. A page whose call another one has taken over is refused. */
                caller?: string;
                /** @description Of a hosted service; retired names are mapped. */
                model?: string;
                /** @description Of a session that begins here. */
                scenario_id?: string;
                /** @description None begins a session. */
                session_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    speech: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpeechRequest"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/aac": string;
                    "audio/flac": string;
                    "audio/mpeg": string;
                    "audio/ogg": string;
                    "audio/pcm": string;
                    "audio/wav": string;
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    transcribe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description WAV, MP3, M4A, AAC, Ogg, WebM or FLAC.
                     */
                    file: string;
                    /**
                     * Language
                     * @description BCP 47.
                     * @default en
                     */
                    language?: string;
                    /**
                     * Model
                     * @description Any name means what there is.
                     * @default
                     */
                    model?: string;
                    /**
                     * Prompt
                     * @description Text that resembles what is said.
                     * @default
                     */
                    prompt?: string;
                    /**
                     * Response Format
                     * @default json
                     * @enum {string}
                     */
                    response_format?: "json" | "text" | "verbose_json" | "srt" | "vtt";
                    /**
                     * Stream
                     * @default false
                     */
                    stream?: boolean;
                    /**
                     * Timestamp Granularities[]
                     * @default []
                     */
                    "timestamp_granularities[]"?: ("word" | "segment")[];
                };
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        text: string;
                    };
                    "text/event-stream": unknown;
                    "text/plain": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_live_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiveCreate"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveCreated"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    hang_up_live_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Models"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    model: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_beta_call: {
        parameters: {
            query?: {
                model?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/sdp": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_call: {
        parameters: {
            query?: {
                model?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/sdp": string;
                "multipart/form-data": {
                    sdp: string;
                    session?: string;
                };
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/sdp": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    hang_up_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    create_client_secret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretRequest"] | null;
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Secret"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_chat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentChat"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentReply"];
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    begin_steps: {
        parameters: {
            query?: {
                /** @description Any word by which a page knows itself. A page whose talk another one has taken over is refused. */
                caller?: string;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    interrupt_steps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Interruption"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    leave_steps: {
        parameters: {
            query?: {
                /** @description Any word by which a page knows itself. A page whose talk another one has taken over is refused. */
                caller?: string;
                /** @description For good; otherwise the session waits for a while. */
                over?: boolean;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_transcribe: {
        parameters: {
            query?: {
                /** @description Any word by which a page knows itself. A page whose talk another one has taken over is refused. */
                caller?: string;
                language?: string;
                /** @description In a session: the utterance goes on in the next recording. */
                more?: boolean;
                scenario_id?: string | null;
                /** @description Whose step it is; null: nobody's, and nothing is kept. */
                session_id?: string | null;
                stream?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "audio/*": string;
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                    language?: string;
                };
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentTranscript"];
                    "text/event-stream": unknown;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    agent_tts_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentSpeech"];
            };
        };
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/aac": string;
                    "audio/flac": string;
                    "audio/mpeg": string;
                    "audio/ogg": string;
                    "audio/pcm": string;
                    "audio/wav": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Bad Gateway */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
    sip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is refused; `code` says why, and `message` what to do. */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description It cannot be done now, here or at a service that is needed for it; `message` says more. */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Something in the request cannot be used. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
        };
    };
}
