namespace Gatehouse.Oracle;

/// <summary>
/// Each breaks one sentence of the rules in the oracle. The histories must tell each such oracle from the true one:
/// then they would tell a product that has the bug, too.
/// </summary>
public enum Bug
{
    /// <summary>It obeys all of them.</summary>
    None,

    // Rules 1 and 2
    /// <summary>A conflict of the outcome that its cell has is counted.</summary>
    ConflictsOfTheSameOutcomeCount,

    /// <summary>A newer result of the cell does not end a conflict.</summary>
    ConflictsStayForEver,

    /// <summary>A conflict is counted under rejections as well.</summary>
    ConflictsAreRejectionsToo,

    /// <summary>A newer result of the subject and testcase does not end a rejection.</summary>
    RejectionsStayForEver,

    /// <summary>A conflict that was discarded is still counted.</summary>
    SettledConflictsStay,

    /// <summary>What was refused for several subjects is counted once.</summary>
    RefusedIsCountedOnce,

    /// <summary>A rejection that was sent again or discarded is still shown.</summary>
    SettledRejectionsStay,

    // Rule 3
    /// <summary>The result recorded later counts, whatever its time.</summary>
    LaterRecordedIsNewest,

    /// <summary>Of equal time the result recorded earlier counts.</summary>
    EarlierRecordedOfEqualTimeCounts,

    /// <summary>Of equal time QUEUED and RUNNING count over a finished one, if recorded later.</summary>
    RunningOfEqualTimeCounts,

    /// <summary>A submit time ahead of arrival is compared as sent.</summary>
    SubmitTimeAheadIsKept,

    /// <summary>ERROR is a cell's answer although it has passed.</summary>
    ErrorHidesAPass,

    /// <summary>ERROR is a cell's answer although it has failed.</summary>
    ErrorHidesAFailure,

    /// <summary>Under a run, an ERROR after a pass is not set aside.</summary>
    ErrorUnderARunIsAWord,

    /// <summary>A run hides the pass before it.</summary>
    RunningHidesAPass,

    /// <summary>A run leaves the failure before it as the answer.</summary>
    RunningDoesNotHideAFailure,

    /// <summary>A first run in another cell hides a pass, where any arch or scenario is accepted.</summary>
    RunElsewhereHidesAPass,

    /// <summary>So it is although the pass came after that run began.</summary>
    RunElsewhereBeforeThePassIsIgnored,

    /// <summary>So it is where arch and scenario are named and only the variant differs.</summary>
    RunElsewhereOfANamedCellIsIgnored,

    /// <summary>The variant is no part of the cell.</summary>
    VariantsShareACell,

    /// <summary>A result counts in the cell of its first item alone.</summary>
    FurtherItemsAreForgotten,

    /// <summary>A result counts in the cell of its first arch alone.</summary>
    FurtherArchesAreForgotten,

    // Rule 4 and the policies of section 4
    /// <summary>What accepts any arch does not accept none.</summary>
    AnyDoesNotTakeNull,

    /// <summary>What accepts any answers as its newest cell, not as the worst.</summary>
    NewestCellAnswersForAll,

    /// <summary>Of several equally bad cells not the newest is shown.</summary>
    OldestOfTheWorstIsShown,

    /// <summary>A check that says any: newest answers as the worst of its cells.</summary>
    AnyNewestIsIgnored,

    /// <summary>Of two checks for one thing, one that says any: newest makes both so.</summary>
    NewestIfEitherSaysSo,

    /// <summary>A run that did not know where it would take place holds its cell for ever.</summary>
    QueuedIsNeverOver,

    /// <summary>A cell whose run went on elsewhere answers what it answered before.</summary>
    OverFallsBack,

    /// <summary>A shared ref_url does not tell that the run went on elsewhere.</summary>
    OverNotByRefUrl,

    /// <summary>A shared group does not.</summary>
    OverNotByGroup,

    /// <summary>A pass does not.</summary>
    OverNotByAPass,

    /// <summary>A finished one does not, where the run has neither ref_url nor groups.</summary>
    OverNotByAFinishedOne,

    /// <summary>Any finished one tells it.</summary>
    OverWithoutALink,

    /// <summary>One of an older time tells it.</summary>
    OverByAnOlderOne,

    /// <summary>One of another arch than the run names tells it.</summary>
    OverByAnotherArch,

    /// <summary>One that names no more than the run tells it.</summary>
    OverByOneThatNamesNoMore,

    /// <summary>Of two checks for one thing, one that is not essential makes both so.</summary>
    EssentialOnlyIfAllSaySo,

    /// <summary>The shortest timeout of the policies holds.</summary>
    ShortestTimeout,

    /// <summary>One policy's wait_for: all holds for the checks of another.</summary>
    WaitForAllOfOneHoldsForAll,

    /// <summary>A check is asked of packages that it leaves out.</summary>
    NotPackagesIsIgnored,

    /// <summary>A check is asked before or after its time.</summary>
    ValidityIsIgnored,

    /// <summary>Nothing is asked of what is no build.</summary>
    OtherSubjectsAreNotAsked,

    /// <summary>A policy with packages asks something of what is no build.</summary>
    PackagesAskOfOtherSubjects,

    // Rule 5
    /// <summary>ERROR is settled.</summary>
    ErrorSettles,

    /// <summary>What is not essential is never waited for.</summary>
    WaitForAllIsIgnored,

    /// <summary>A gate without an essential requirement does not wait for all.</summary>
    NoEssentialWaitsForNothing,

    /// <summary>What is not waited for counts before a run of it has finished.</summary>
    UnfinishedCounts,

    /// <summary>What is not waited for never counts.</summary>
    FinishedDoesNotCount,

    /// <summary>What is not waited for is counted as running, not as missing.</summary>
    RunningCountsUnderWaitForEssential,

    /// <summary>The deadline runs from what the definition says, not from when it was recorded.</summary>
    DeadlineFromTheDefinitionsTime,

    // Rule 6
    /// <summary>First failure and first error are said more than once an opening.</summary>
    FirstIsSaidEachTime,

    /// <summary>They are not said again in another opening.</summary>
    FirstIsSaidOncePerGate,

    /// <summary>A failure of what is not essential is a first failure.</summary>
    FirstFailureOfAny,

    /// <summary>A waived failure is a first failure.</summary>
    FirstFailureOfTheWaived,

    /// <summary>First error is said while something is missing or running.</summary>
    FirstErrorWhileSomethingIsMissing,

    /// <summary>First error waits for what the gate does not wait for.</summary>
    FirstErrorWaitsForAll,

    /// <summary>A waived error is a first error.</summary>
    FirstErrorOfTheWaived,

    /// <summary>Where one fact causes both, first error is said first.</summary>
    FirstErrorGoesBeforeFirstFailure,

    // Rule 7
    /// <summary>A policy that matches and asks nothing says so on purpose.</summary>
    MatchingIsAskingOnPurpose,

    /// <summary>A policy of other packages with checks: [] lets an update through.</summary>
    EmptyChecksOfOtherPackages,

    /// <summary>An update that nobody asks anything of does not wait.</summary>
    NoPolicyPasses,

    /// <summary>It fails by its deadline, and not for want of a policy.</summary>
    NoPolicyIsADeadline,

    /// <summary>A build that no check is for is shown as passed.</summary>
    UncheckedIsPassed,

    /// <summary>Such builds are not counted.</summary>
    UncheckedIsNotCounted,

    /// <summary>That it would wait but for a waiver is no reason of its own.</summary>
    WaivedIsNoReason,

    /// <summary>Everything in is called essential_received.</summary>
    EverythingInIsEssentialReceived,

    /// <summary>A waived requirement is counted under its answer, too.</summary>
    WaivedCountsTwice,

    /// <summary>A set that was not released may ask less of a gate that waits.</summary>
    BrakeIsForgotten,

    /// <summary>It may, by taking a requirement away.</summary>
    BrakeDoesNotSeeWhatIsGone,

    /// <summary>It may, by making one not essential.</summary>
    BrakeDoesNotSeeEssential,

    /// <summary>It may, by no longer waiting for one.</summary>
    BrakeDoesNotSeeWaitFor,

    /// <summary>It may, by any: newest for worst.</summary>
    BrakeDoesNotSeeNewest,

    /// <summary>It may, by what an outcome or a type means.</summary>
    BrakeDoesNotSeeKinds,

    /// <summary>It may, by letting pass what nobody asks anything of.</summary>
    BrakeDoesNotSeeNoPolicy,

    /// <summary>A set that was released may not.</summary>
    ReleasedSetIsBraked,

    /// <summary>A released gate is judged by the rules at the next fact.</summary>
    ReleaseEndsWithTheNextFact,

    /// <summary>A release holds for other openings than the one it names.</summary>
    ReleaseOfAnotherOpeningHolds,

    // Rule 8
    /// <summary>A gate that failed is not planned anew.</summary>
    FailedKeepsItsSet,

    /// <summary>A gate that passed is planned anew.</summary>
    PassedIsPlannedAnew,

    /// <summary>So is one that said info.</summary>
    InfoIsPlannedAnew,

    /// <summary>A gate that failed passes because a requirement went.</summary>
    FailedGateDropsUnsatisfied,

    /// <summary>It passes because an outcome became a pass.</summary>
    FailedGatePassesByAnotherKind,

    /// <summary>A set that was released does not take an unsatisfied requirement away.</summary>
    ReleasedSetKeepsUnsatisfied,

    /// <summary>What was kept is still asked for after it was satisfied.</summary>
    KeptIsKeptForEver,

    /// <summary>Another result of the same answer is said.</summary>
    AnotherResultIsAChange,

    /// <summary>A change of the list alone is not said.</summary>
    ListAloneIsNoChange,

    // Rule 9
    /// <summary>An older edit is taken up.</summary>
    OlderEditIsTakenUp,

    /// <summary>Of equal time a definition counts over a closing.</summary>
    DefinitionOfEqualTimeReopens,

    /// <summary>Of equal time the definition recorded earlier counts.</summary>
    EarlierOfEqualTimeCounts,

    /// <summary>A definition's time ahead of arrival is compared as sent.</summary>
    DefinitionAheadIsKept,

    /// <summary>Other subjects start no revision.</summary>
    SubjectsStartNoRevision,

    /// <summary>Another product version starts none.</summary>
    ProductVersionStartsNoRevision,

    /// <summary>A reopening starts none.</summary>
    ReopeningKeepsRevision,

    /// <summary>Two openings of one moment have the same opened_at.</summary>
    OpeningsOfOneMomentShareTheirTime,

    /// <summary>The deadline of a context that is added runs from the revision's start.</summary>
    ContextAddedFromTheRevisionsStart,

    /// <summary>A message names the time of a definition that was not taken up.</summary>
    DefinitionTimeOfWhatWasNotTakenUp,

    /// <summary>It does not name the time of a closing.</summary>
    DefinitionTimeOfNoClosing,

    /// <summary>All evidence about the update itself counts.</summary>
    AllEvidenceCounts,

    /// <summary>All waivers of the update itself count.</summary>
    WaiversOfTheUpdateAlwaysCount,

    /// <summary>All evidence about other mutable types counts.</summary>
    MutableTypesAreIgnored,

    /// <summary>Under the first definition older evidence does not count.</summary>
    FirstDefinitionHasABeginning,

    /// <summary>Nor is it so under one that comes back to what the first had.</summary>
    ComebackToTheFirstCountsAll,

    /// <summary>A reopening that changes nothing voids what counted.</summary>
    ReopeningBringsAnew,

    /// <summary>builds_since is ignored.</summary>
    BuildsSinceIsIgnored,

    /// <summary>It counts in an edit that changes nothing, too.</summary>
    BuildsSinceOfAnyEdit,

    /// <summary>A time that repeats the one before is taken for the moment of the change.</summary>
    RepeatedTimeIsTaken,

    /// <summary>That moment is not cut to the whole second.</summary>
    SinceIsNotCut,

    /// <summary>A run that began at that very moment does not count.</summary>
    TheVerySecondDoesNotCount,

    /// <summary>A run begins with its own result.</summary>
    RunBeginsWithItsOwnTime,

    /// <summary>A ref_url does not name a run.</summary>
    RefUrlNamesNoRun,

    /// <summary>A run begins with the newest, not the oldest, of its ref_url.</summary>
    RunBeginsWithTheNewestOfItsRefUrl,

    /// <summary>A run begins in its own cell only.</summary>
    RunBeginsWhereItIsNamed,

    /// <summary>A run begins in any cell of its testcase.</summary>
    RunBeginsAnywhere,

    /// <summary>A QUEUED without ref_url begins no run.</summary>
    QueuedWithoutRefUrlBeginsNothing,

    /// <summary>A QUEUED of another ref_url begins this run.</summary>
    QueuedOfAnotherRefUrlBegins,

    /// <summary>A QUEUED begins a run although one finished in between.</summary>
    FinishedBetweenIsIgnored,

    /// <summary>The definition that a result names is ignored.</summary>
    DefinitionTimeIsIgnored,

    /// <summary>A result counts if the definition it names is on record, whichever that is.</summary>
    AnyDefinitionTimeOnRecordCounts,

    /// <summary>It counts where the time is both one of now and one of another definition.</summary>
    DefinitionTimeOfTwoCounts,

    /// <summary>It does not count while that definition is not on record.</summary>
    DefinitionTimeOffRecordVoids,

    /// <summary>The definitions before the last change still count as those of now.</summary>
    ComebackContinuesTheStretch,

    /// <summary>A definition that is not taken up does not change what counts.</summary>
    OnlyWhatIsTakenUpIsHeard,

    /// <summary>The newest of a cell is looked for first, and then whether it counts.</summary>
    NewestThenCounts,

    // Rule 10
    /// <summary>Any fact after the deadline decides.</summary>
    AnyFactDecidesAtTheDeadline,

    /// <summary>The passing of a deadline that is not the gate's decides it.</summary>
    AnotherDeadlineDecides,

    /// <summary>A deadline that had passed when a set comes into force is not acted on first.</summary>
    DeadlineIsNotActedOnFirst,

    /// <summary>It is, although not all that was delivered is on record.</summary>
    StandingDeadlineIsActedOn,

    /// <summary>It is not, although the grace is over.</summary>
    GraceIsIgnored,

    /// <summary>A new set moves a deadline that has passed and stands still.</summary>
    StandingDeadlineIsMoved,

    /// <summary>A shorter timeout holds at once.</summary>
    ShorterTimeoutHoldsAtOnce,

    /// <summary>A shorter timeout makes a deadline later.</summary>
    ShorterTimeoutIsLater,

    /// <summary>A decision without the watermark names one.</summary>
    RecordedUntilWithoutAWatermark,

    /// <summary>late_by is 0 where it is under a second.</summary>
    LateByUnderOne,

    // Rule 14
    /// <summary>A waiver's time ahead of arrival is compared as sent.</summary>
    WaiverAheadIsKept,

    /// <summary>The waiver recorded later counts, whatever its time.</summary>
    LaterRecordedWaiverCounts,

    /// <summary>A withdrawal is ignored.</summary>
    WithdrawalIsIgnored,

    /// <summary>A withdrawal ends waivers of other contexts and updates.</summary>
    WithdrawalNeedsNoContextOrUpdate,

    /// <summary>It ends those of other arches and scenarios.</summary>
    WithdrawalNeedsNoCell,

    /// <summary>A waiver covers every product version.</summary>
    WaiverOfAnyProductVersion,

    /// <summary>It covers every decision context.</summary>
    WaiverOfAnyContext,

    /// <summary>It covers every update.</summary>
    WaiverOfAnyUpdate,

    /// <summary>A waiver that names an arch does not cover a cell of what accepts any.</summary>
    CellWaiversAreIgnored,

    /// <summary>It covers all of it.</summary>
    CellWaiverCoversAll,

    /// <summary>A cell that was taken out still answers.</summary>
    WaivedCellStillAnswers,

    /// <summary>A passed requirement is shown as waived.</summary>
    PassedIsShownAsWaived,

    /// <summary>Of several waivers not the newest is named.</summary>
    OldestWaiverIsNamed,

    /// <summary>A waiver whose time is over still matches.</summary>
    ExpiredStillMatches,

    /// <summary>An older waiver counts again when a newer one expired.</summary>
    ExpiredRevivesAnOlder,

    /// <summary>A waiver that had expired when it was recorded matches.</summary>
    ExpiredWhenRecordedMatches,
}
