import Results

/// A run as the catalogue keeps it.
public struct CatalogRun: Equatable, Sendable {
  /// Its number in the catalogue; from 1, in the order of recording.
  public var id: Int64
  /// When it was recorded: UTC as `2027-01-04 10:30:05`.
  public var recordedAt: String
  /// Where its files were written, as typed.
  public var folder: String
  /// The resolved spec.
  public var spec: String
  /// Whether an alternative that has a plan misses a required goal.
  public var missesGoal: Bool
  /// Headline results, digests, seed, version and command.
  public var facts: RunFacts

  /// Makes a run that is to be recorded; the catalogue gives number and time.
  ///
  /// - Parameters:
  ///   - folder: Where its files were written.
  ///   - spec: The resolved spec.
  ///   - missesGoal: Whether an alternative that has a plan misses a required goal.
  ///   - facts: What it is known by.
  public init(folder: String, spec: String, missesGoal: Bool, facts: RunFacts) {
    (id, recordedAt) = (0, "")
    (self.folder, self.spec, self.missesGoal, self.facts) = (folder, spec, missesGoal, facts)
  }
}
