"""English word lists."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a blank-separated text."""
    return frozenset(text.split())


BACKCHANNEL_PHRASES = frozenset(
    {
        ("i", "see"), ("got", "it"), ("of", "course"), ("all", "right"), ("oh", "no"), ("oh", "yes"), ("oh", "wow"),
        ("right", "right"), ("i", "know"), ("go", "on"), ("makes", "sense"), ("fair", "enough"), ("for", "sure"),
        ("oh", "i", "see"), ("yeah", "i", "see"), ("ok", "i", "see"), ("okay", "got", "it"), ("ok", "got", "it"),
        ("yeah", "of", "course"), ("yeah", "all", "right"), ("that", "makes", "sense"), ("uh", "huh"), ("mm", "hm"),
        ("mm", "hmm"), ("uh", "huh", "yeah"), ("mm", "hm", "yeah"), ("yeah", "for", "sure"), ("i", "see", "yeah"),
    }
)  # fmt: skip
BACKCHANNEL_SINGLE = word_set(
    "mm mmm mhm hm hmm huh uhuh ah aha oh yeah yes yep yup ya ok okay right sure really wow exactly true indeed "
    "absolutely definitely totally understood alright fine ooh gosh cool nice good great uh um"
)
FILLERS = word_set("um umm uh uhh uhm er err erm hmm hm mm eh ah")

STOP_WORDS = word_set(
    """although though however because while whereas since unless until a about actually after again all also am an and another any anything are as ask at back bad be because been
    before being bit both but by came can cannot come could d day did do does doing don done down each either else even
    ever every everything exactly feel few for from fully get give go going good got great had happen happened has have
    having he hear her here hi him his hm how i if in into is it its just keep kind know let lets like little ll long
    look lot m made make many may maybe me mean might mm more most much must my myself need never new next no nobody
    none not nothing now of off oh ok okay on once one only or other our out over own part people per perhaps please
    point put quite r re really right s said same say see seem shall she should since so some somebody someone something
    sort sound still such sure t take talk tell than thank thanks that the their them then there these they thing things
    think this those though time to told too try two uh um under understand until up us very want was way we well went
    were what when where which while who whole why will with without wo won word work would yeah yes yet you your yours
    yourself ve didn doesn isn wasn couldn wouldn shouldn hasn haven aren hadn hello"""
)


def _any(text: str) -> str:
    """Alternatives as a pattern; a phrase has underscores for its blanks."""
    return "|".join(word.replace("_", " ") for word in text.split())


FLAW = _any(
    """lazy careless unprofessional selfish arrogant rude stupid incompetent unreliable irresponsible useless hopeless
    negative difficult impossible stubborn childish immature disorgani[sz]ed sloppy messy inconsiderate disrespectful
    dishonest insensitive aggressive passive-aggressive toxic manipulative controlling moody unmotivated unfriendly
    ignorant pathetic weak dumb crazy insane ridiculous thoughtless ungrateful unhelpful uncooperative unfair mean nasty
    hostile cold bossy pushy defensive paranoid dramatic hysterical emotional oversensitive too_sensitive slow forgetful
    chaotic inconsistent untrustworthy two-faced fake greedy cowardly obnoxious annoying clueless amateurish unqualified
    inept lame terrible awful horrible the_worst a_disgrace a_mess careless inattentive unfocused absent-minded petty
    idiotic moronic disloyal egoistic egotistical self-centred self-centered full_of_yourself a_waste_of_time
    liar thief coward bully cheat slacker idiot fool jerk loser joke disgrace disaster nightmare hypocrite snake amateur
    moron backstabber egoist egomaniac child baby diva control_freak micromanager weakest_link failure snob drama_queen
    troublemaker parasite clown fraud credit_thief glory_hunter know-it-all know_it_all pain_in_the_neck pain_to pain
    slob blabbermouth egoist pig cow sod git prat twit muppet wimp pushover doormat show-off show_off big-mouth loudmouth
    gossip nag whiner moaner complainer slave_driver tyrant dictator monster brute savage animal waster layabout slowcoach
    freeloader scrounger skiver shirker idler dreamer hothead spoilsport busybody killjoy bigot sexist racist creep weirdo
    freak psycho maniac lunatic nutcase imbecile dunce airhead disappointment laughing_stock burden liability menace nuisance
    waste_of_space waste_of_money hard_work bad_person bad_boss bad_manager bad_friend bad_mother bad_father bad_colleague
    wicked proud vain smug conceited pompous snobbish spoilt spoiled bratty cocky cheeky impolite impudent insolent
    impertinent impatient irrational illogical incapable indecisive indifferent insincere intolerant intolerable ill-mannered
    unkind unjust unreasonable unbearable unserious unpleasant untidy unpunctual ungracious unethical unteachable
    dishonourable disloyal disobedient disrespecting discourteous disgusting disagreeable heartless spineless shameless ruthless
    reckless tactless feckless brainless mindless gutless gormless worthless merciless hopeless_with cruel greedy_guts stingy
    tight-fisted cheap bossy nosy nosey clingy needy whiny grumpy cranky bitter sour jealous sneaky shifty sly cunning devious
    two_faced hypocritical superficial shallow narrow-minded close-minded bigoted small-minded petty-minded mean-spirited
    mean_spirited bad-tempered hot-tempered short-tempered quarrelsome argumentative combative confrontational abrasive
    obstinate pig-headed pigheaded bull-headed rigid inflexible nitpicky pedantic fussy picky lax slack slapdash scatterbrained
    clumsy hamfisted dopey thick dense dim daft silly_person foolish naive gullible weird odd_person strange_person pitiful
    cold-hearted cold_hearted full_of_it up_yourself not_right_in_the_head out_of_line out_of_your_depth a_joke a_bad a_nobody
    a_piece_of_work the_problem in_love_with_yourself big_headed big-headed bad_mannered attention_seeker attention-seeking
    people_pleaser teacher's_pet brown-noser crook bastard bitch arsehole asshole wanker dickhead jerk scum rat thug"""
)
"""Words that judge a person rather than what the person did."""
JUDGING = (
    r"(?:(?:im|in|ir|il)(?:considerate|competent|polite|mature|patient|responsible|sensitive|tolerant|decent|solent|discreet|human|ept|effective|efficient|sincere|sufferable|capable|flexible|attentive|gratiating|moral|literate|rational)|"
    r"un(?:professional|reliable|trustworthy|grateful|kind|fair|friendly|helpful|organi[sz]ed|cooperative|teachable|bearable|reasonable|feeling|caring|scrupulous|principled|disciplined|civili[sz]ed|couth|manageable|employable|imaginative|sympathetic|forgiving|thinking|educated|motivated)|"
    r"(?!help|rest|sleep|speech|home|end|count|price|wire|breath|pain|tire|job|child|defence|un|regard|blame|fault|flaw|fear)[a-z]{3,}less|dis(?:honest|respectful|loyal|graceful|gusting|organi[sz]ed|courteous|obedient|agreeable)|"
    r"(?:narrow|small|closed?|petty|simple|absent|mean|high|thick|big|pig|hot|empty|hard|cold|stony|two|short|ill|bad|foul|self|single)-(?:minded|headed|hearted|faced|tempered|mannered|centred|centered|obsessed|absorbed|righteous|important|satisfied|serving))"
)
"""The same, known by how they are made: "unteachable", "spineless", "thick-headed"."""

IRREGULAR_PAST = _any(
    """ate beat became began bent bet bit bled blew bought bound bred broke brought built burnt burst came cast caught chose
    clung cost crept cut dealt drank drew drove dug fed fell fought flew forbade forgot froze gave went ground grew heard held
    hid hit hung hurt kept knelt laid led leant left lent let lit lost made met paid put quit ran rang read rode rose said sang
    sank sat saw sent set sewed shook shone shot showed shrank shut slept slid slipped sold sought spat sped spent spilt spoke
    split spread sprang stole stood stuck struck stung swam swept swore swung taught threw told took tore wept woke wore won
    wound withdrew wrote wrung"""
)
"""Past forms that do not end in -ed, without those of thinking, feeling, being and having."""
PARTICIPLE = _any(
    """bitten blown broken chosen come done drawn driven drunk eaten fallen flown forgotten frozen given gone grown hidden ridden
    risen run rung seen shaken shown sung sunk sworn swum taken thrown torn woken worn written"""
)
"""Participles that differ from the past form."""
INWARD = _any(
    """wanted needed seemed liked loved hated hoped believed supposed minded cared deserved wished feared preferred regretted
    intended expected assumed guessed doubted wondered trusted respected valued admired enjoyed suffered struggled survived
    coped managed tried worked helped handled misunderstood reali[sz]ed noticed decided planned used sounded looked acted
    behaved lacked failed ruined wrecked messed screwed betrayed spoiled spoilt caused destroyed sabotaged botched humiliated
    embarrassed disappointed disgraced cheated lied tricked exploited offended overreacted exaggerated need indeed feed speed
    proceed succeed exceed tired interested supposed involved concerned worried excited scared annoyed confused pleased bored
    exhausted relaxed overwhelmed stressed frustrated allowed happened"""
)
"""Verbs (and words that look like their past) that a camera would not have seen, or that judge."""

FEELING = _any(
    """frustrated upset worried disappointed hurt angry concerned anxious stressed uncomfortable sad nervous relieved glad
    happy proud embarrassed overwhelmed confused grateful annoyed irritated tense exhausted tired lonely helpless unhappy
    furious mad scared afraid surprised shocked ashamed uneasy unsettled torn hopeful excited discouraged demotivated
    insecure unsure_of_myself lost sidelined left_out left_alone alone alarmed puzzled thankful touched moved devastated
    miserable desperate drained terrible awful bad horrible guilty jealous deflated let_down taken_aback stuck powerless
    small stupid under_pressure invisible unimportant worthless replaceable fed_up humiliated disheartened cross gutted livid
    put_out miffed peeved foolish silly ridiculous sick_with_worry worried_sick ill_at_ease cheesed_off peed_off pissed_off
    pissed over_the_moon in_tears heartbroken crushed wounded betrayed abandoned ignored overlooked excluded unappreciated
    undervalued disrespected attacked cornered intimidated threatened patroni[sz]ed belittled
    bewildered baffled dismayed disgusted appalled distressed troubled agitated restless apprehensive terrified frightened
    petrified panicky panicked sore bitter resentful jealous envious astonished stunned speechless delighted thrilled
    cheerful pleased satisfied hopeless defeated dispirited gloomy depressed melancholy
    aggrieved offended insulted mortified nervy shaky wobbly weary burnt_out burned_out worn_out uncomfortable unsafe safe
    shaken rattled unnerved stung shattered numb low down rejected dismissed pushed_away pushed_aside shut_out shut_down ganged_up_on
    set_up singled_out passed_over exposed ridiculed mocked cheated used tricked robbed unseen unheard unwelcome unloved unsupported
    unsettled distraught devalued rubbed_up despondent downhearted heavy-hearted crestfallen aghast irate incensed infuriated
    exasperated vexed hacked_off narked gobsmacked chuffed relaxed calm at_peace content encouraged inspired optimistic curious amazed
    reassured appreciated valued supported respected tearful close_to_tears on_edge worn_down wiped_out drained_out at_a_loss
    not_happy not_okay not_good not_well not_great not_pleased not_amused not_comfortable paining raging fuming seething conflicted inadequate"""
)
STRAIN = _any(
    """hard tough rough awful horrible terrible frustrating stressful exhausting difficult upsetting annoying infuriating
    painful disappointing demanding busy intense challenging tight rotten long chaotic hectic confusing miserable
    worrisome worrying serious bad a_lot not_easy scary lonely unfair overwhelming tiring worrying unpleasant maddening draining
    hurtful heavy tricky a_lot_at_once a_lot_to_deal_with a_lot_to_handle a_lot_on_your_plate a_nightmare a_shock a_mess very_hard a_long_day a_long_week a_hard_day a_difficult_time
    a_lot_of_pressure a_lot_of_work a_lot_to_carry dreadful heartbreaking daunting devastating appalling upsetting shocking
    sickening gutting galling harsh brutal cruel crushing unsettling disheartening demotivating discouraging humiliating
    embarrassing nerve-wracking unnerving distressing alarming disturbing horrendous horrific hellish ghastly grim rubbish
    shattering rough_going no_fun a_pain a_blow a_real_blow a_disappointment a_kick_in_the_teeth a_slap_in_the_face a_pity a_shame
    unbearable tiresome sad very_sad isolating thankless infuriating outrageous unacceptable bitter no_joke a_worry a_burden
    a_big_disappointment a_lot_to_take"""
)
"""How a situation may feel to the one who is in it."""

WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|a few|several|a couple of|couple of)"
)
OCCASION = (
    r"(?:meetings?|calls?|stand ?-?ups?|presentation|workshop|session|review|conference|training|e-?mail|mail|chat|interview|"
    r"demo|retro|retrospective|kick ?-?off|lunch|briefing|pitch|round|offsite|huddle|check-in|one on one|one-on-one|sprint|handover|party|"
    r"board meeting|project|corridor|hallway|lobby|kitchen|office|birthday|wedding|funeral|match|game|practice|rehearsal|shift|"
    r"ward rounds?|rounds?|inspection|audit|drill|visit|trip|dinner|breakfast|evening|ceremony|service|mass|class|lesson|lecture|"
    r"seminar|exam|launch|opening|event|show|concert|festival|tour|delivery|shoot|appointment|consultation|hearing|assembly|"
    r"gathering|reception|barbecue|queue|till|gate|counter|canteen|lab|hall|warehouse|car park|parking lot|staff ?room|classroom|"
    r"playground|site|shop|market|market day|bus stop|train|car|shift change|changeover|all ?-?hands|town ?hall|webinar|panel|"
    r"morning meeting|closing time|church|choir|pub|bar|restaurant|ward|clinic|depot|yard|garage|gym|pitch)"
)
ARTEFACT = (
    r"(?:report|slides?|slide deck|deck|presentation|e-?mails?|mails?|message|invoice|table|figures|numbers|file|document|draft|order|parcel|"
    r"delivery|package|proposal|budget|ticket|code|release|minutes|agenda|analysis|summary|letter|contract|offer|spreadsheet|sheet|"
    r"section|page|chart|revenue (?:table|figures)|title page|dashboard|link|attachment|(?:handover )?notes|protocol|schedule|roster|feedback|reply|answer|washing machine)"
)
TASK_VERB = _any(
    """send call ring phone let give put include add check copy mention bring make write ask show share finish update keep
    wait talk speak meet come leave book schedule confirm deliver submit hand forward inform warn notify message email mail
    review prepare plan set look read sign pay take move change mark name credit say tell present correct cc knock involve
    consult invite join start stop test try_it agree do build fix fill print upload attach remind report raise flag block
    pick drop organi[sz]e arrange introduce email_me tell_me"""
)
DID = _any(
    """called decided built set organi[sz]ed told wrote rewrote asked took made led managed designed created launched fixed
    proposed suggested introduced started stopped changed developed planned coordinated analy[sz]ed negotiated presented
    spoke talked met phoned contacted reached implemented tested reviewed reorgani[sz]ed trained hired convinced explained
    prepared checked found gathered collected listed broke ran ordered moved sat went worked brought drew cut escalated
    apologi[sz]ed informed arranged set_up put documented automated delegated prioriti[sz]ed stepped owned admitted
    investigated identified created scheduled held sent gave shared spent stayed rebuilt reported invited pushed turned
    raised flagged interviewed mapped redesigned facilitated mentored rolled_back switched visited"""
)
"""Past forms of deeds, for interview answers."""
