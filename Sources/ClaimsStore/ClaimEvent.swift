/// One unit of demand or one run-out, from one claim.
public struct ClaimEvent: Hashable, Sendable {
  /// The UTC instant in seconds since 1970; the start of the local day when there is no time of day.
  public var second: Int64
  /// The local day, in days since 1970-01-01.
  public var localDay: Int
  /// Whether the claim gave a time; without one, a profile must supply the hour.
  public var hasTimeOfDay: Bool
  /// The claim's row in its table, to look up its client, plan or drug.
  public var row: Int

  /// Makes an event.
  public init(second: Int64, localDay: Int, hasTimeOfDay: Bool, row: Int) {
    self.second = second
    self.localDay = localDay
    self.hasTimeOfDay = hasTimeOfDay
    self.row = row
  }
}
