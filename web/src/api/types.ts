/** Names for what the server sends and takes. `schema.d.ts` is generated from the server: `npm run api`. */
import type { components } from '@/api/schema'

type Schemas = components['schemas']

/** An answer is whole: what may be left out of a request because it has a default is always there. */
type Sent<T> = { [K in keyof T]-?: Sent<T[K]> }

export type Config = Omit<Sent<Schemas['Config']>, 'ice_servers'> & { ice_servers: RTCIceServer[] }
export type Consents = Sent<Schemas['Consents']>
/** What the server keeps, and each question of consent with its answers. */
export type Privacy = Sent<Schemas['PrivacyBody']>
export type ConsentsGiven = Sent<Schemas['ConsentList']>
export type ConsentQuestion = ConsentsGiven['items'][number]
/** Who may read a talk. */
export type Sharing = Sent<Schemas['SharingBody']>
export type ScenarioSummary = Sent<Schemas['ScenarioSummary']>
export type ScenarioDetails = Sent<Schemas['ScenarioDetails']>
export type Session = Sent<Schemas['SessionBody']>
export type SessionPage = Sent<Schemas['SessionList']>
export type FoundPage = Sent<Schemas['FoundList']>
export type Found = FoundPage['items'][number]
export type SessionRequest = Partial<Schemas['NewSession']>
/** Who this person talks to on the speech page. */
export interface SpeechSettings {
  persona: string | null
  voice: string | null
  language: string | null
}
export type Usage = Sent<Schemas['Usage']>
export type Estimate = Sent<Schemas['EstimateBody']>
export type Webhook = Sent<Schemas['EndpointBody']>
export type Webhooks = Sent<Schemas['EndpointList']>
export type MadeWebhook = Sent<Schemas['MadeEndpoint']>
export type WebhookRequest = Schemas['NewEndpoint']
export type WebhookDelivery = Sent<Schemas['DeliveryBody']>
export type WebhookDeliveryPage = Sent<Schemas['DeliveryList']>
export type Models = Sent<Schemas['ModelList']>
export type Model = Models['items'][number]
export type Stopped = Sent<Schemas['Stopped']>
export type RunningTalks = Sent<Schemas['RunningList']>
export type RunningTalk = RunningTalks['items'][number]
export type Audit = Sent<Schemas['Audit']>
export type Role = Schemas['Role']
export type TrainerKind = Schemas['TrainerKind']
/** Who this is. */
export type Me = Sent<Schemas['Me']>
export type Overview = Sent<Schemas['OverviewBody']>
export type ExistingTalks = Sent<Schemas['TalkList']>
export type ExistingTalk = ExistingTalks['items'][number]
export type ServerSettings = Sent<Schemas['SettingList']>
/** Lines of what was changed in who may see or do what. */
export type AuditLog = Sent<Schemas['AuditLog']>
export type AuditEntry = AuditLog['items'][number]
/** How one signs in here. */
export type Auth = Sent<Schemas['Auth']>
/** What a link is for. */
export type Invitation = Sent<Schemas['Invited']>
export type ApiToken = Sent<Schemas['TokenBody']>
export type MadeToken = Sent<Schemas['MadeToken']>
/** A browser in which this person is signed in. */
export type Login = Sent<Schemas['LoginBody']>
/** Somebody with an account, as admins and trainers see them. */
export type Person = Sent<Schemas['UserBody']>
export type PersonPage = Sent<Schemas['UserList']>
export type PersonChange = Schemas['UserChange']
export type Team = Sent<Schemas['TeamList']>['items'][number]
/** A link that nobody has used yet. */
export type OpenInvitation = Sent<Schemas['InvitationBody']>
export type MadeInvitation = Sent<Schemas['MadeInvitation']>
export type PasswordLink = Sent<Schemas['PasswordLink']>
/** What the editor of scenarios sends and is sent. */
export interface Authoring {
  Vocabulary: Sent<Schemas['Vocabulary']>
  Written: Sent<Schemas['Written']>
  ScenarioVersionBody: Sent<Schemas['ScenarioVersionBody']>
  Check: Sent<Schemas['Check']>
  SimulationBody: Sent<Schemas['SimulationBody']>
  Draft: Sent<Schemas['Draft']>
  RedactedBody: Sent<Schemas['RedactedBody']>
  NewScenario: Schemas['NewScenario']
}
export type ScenarioProblem = Authoring['Check']['problems'][number]
export type Played = Authoring['SimulationBody']['skilled']
export type Turn = Sent<Schemas['TurnBody']>
export type TurnPage = Sent<Schemas['Transcript']>
export type Levels = Sent<Schemas['LevelsBody']>
export type Correction = NonNullable<Turn['corrected']>
export type Disagreement = Sent<Schemas['DisagreementBody']>
export type DisagreementRequest = Schemas['NewDisagreement']
export type Disagreements = Sent<Schemas['SessionDisagreements']>
export type Behind = Sent<Schemas['Behind']>
export type HiddenFact = Behind['facts'][number]
export type Condition = HiddenFact['conditions'][number]
export type Dialogues = Sent<Schemas['DialoguesBody']>
export type Reading = Sent<Schemas['Reading']>
export type Report = Sent<Schemas['Report']>
/** A report that is being made. */
export type Running = Sent<Schemas['Running']>
export type ElementResult = Report['elements'][number]
export type Metric = Report['metrics'][number]
export type Span = Report['spans'][number]
export type Highlight = NonNullable<Report['strength']>
export type Progress = Sent<Schemas['ProgressBody']>
export type Skill = Progress['skills'][number]
export type Trend = Progress['metrics'][number]
export type Goal = Progress['goals'][number]
export type RubricChoice = Progress['choices'][number]
export type GoalRequest = Schemas['GoalWanted']
export type BeforeTake = Sent<Schemas['BeforeBody']>
export type Takes = Sent<Schemas['TakesBody']>
export type TakesOfMoment = Takes['moments'][number]
export type Take = TakesOfMoment['takes'][number]
export type Said = Take['said'][number]
export type HintGiven = Sent<Schemas['HintBody']>
export type Pulse = Sent<Schemas['PulseBody']>
export type PulseAsked = Sent<Schemas['AskedBody']>
export type PulseTheme = Sent<Schemas['ThemeBody']>
export type PulseLow = Sent<Schemas['LatestLow']>
export type PulseAnswered = Sent<Schemas['Answered']>
export type PulseWaves = Sent<Schemas['WaveList']>
export type PulseWave = Sent<Schemas['WaveBody']>
export type PulseWaveRequest = Schemas['NewWave']
export type PulseTrends = Sent<Schemas['Trends']>
export type PulseTrend = PulseTrends['trends'][number]
export type PulsePoint = PulseTrend['points'][number]
export type PulseNote = PulseTrends['notes'][number]
export type Stats = Sent<Schemas['Stats']>
export type StatsWeek = Stats['weeks'][number]
