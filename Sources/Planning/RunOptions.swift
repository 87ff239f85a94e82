import Forecasting
import Results

/// How a scenario is run.
public struct RunOptions: Sendable {
  /// Which files the spec may name.
  public var data: DataAccess
  /// The most threads; the results do not depend on it.
  public var threads: Int
  /// The command that makes the same result again, without `--out` and `--threads`.
  public var command: String
  /// Told the stage that begins and how far the run is, 0...1.
  public var progress: @Sendable (_ stage: String, _ share: Double) -> Void
  /// Stages that runs of like specs share.
  public var cache: StageCache?
  /// Whether to work out what would change the answer: sensitivities, what-ifs, all work at other sizes.
  public var isStudied = true
  /// Makes options.
  public init(
    data: DataAccess, threads: Int, command: String,
    progress: @escaping @Sendable (_ stage: String, _ share: Double) -> Void
  ) {
    (self.data, self.threads, self.command) = (data, threads, command)
    self.progress = progress
  }
}

/// A finished run.
public struct RunOutput: Sendable {
  /// The answer.
  public var result: PlanResult
  /// Wall time by stage in seconds, in the order in which the stages ran.
  public var timings: [StageTiming]
  /// Where the run is written when no folder is named: `runs/NAME-DIGEST8`.
  public var defaultFolder: String
  /// The demand paths, one set for each different demand; none when an earlier plan is priced anew.
  public var paths: [KeptPaths] = []
  /// Adds what a caller did with the answer to the timings.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - start: When it began.
  public mutating func addTiming(_ stage: String, since start: ContinuousClock.Instant) {
    let taken = (ContinuousClock.now - start).components
    timings.append(
      StageTiming(
        stage: stage, seconds: Double(taken.seconds) + Double(taken.attoseconds) / 1e18))
  }
  /// Whether an alternative that has a plan misses a required goal.
  public var missesGoal: Bool {
    result.alternatives.contains { $0.planned && !$0.certified }
  }
}

/// How long a stage took.
public struct StageTiming: Sendable {
  /// The stage.
  public var stage: String
  /// Wall time in seconds.
  public var seconds: Double
}
