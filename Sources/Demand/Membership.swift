import Quantities

/// Members over time: a long-standing base and dated changes.
///
/// Growth enters here and nowhere else: every driver per member multiplies by these numbers once.
public struct Membership: Sendable {
  /// A dated change.
  public struct Event: Sendable {
    /// The effective date.
    public var date: LocalDate
    /// Members that join (positive) or leave (negative).
    public var members: Double
    /// The event's name.
    public var name: String
    /// Of those who join, how many were members before under another contract; they are not new.
    public var alreadyMembers: Double
    /// Makes a change.
    public init(date: LocalDate, members: Double, name: String, alreadyMembers: Double = 0) {
      (self.date, self.members, self.name) = (date, members, name)
      self.alreadyMembers = alreadyMembers
    }
  }

  /// Members before any event.
  public var start: Double
  /// The changes, by date.
  public var events: [Event]

  /// Makes membership over time.
  public init(start: Double, events: [Event]) { (self.start, self.events) = (start, events) }

  /// Members on a day, after its events; never below zero.
  public func members(on date: LocalDate) -> Double {
    max(0, events.reduce(start) { $0 + ($1.date <= date ? $1.members : 0) })
  }

  /// Members on a day weighted by the tenure curve: contacts a day ÷ the base rate a member-day.
  ///
  /// Joiners follow the curve from their effective date, and before it where the curve begins
  /// earlier; those who leave are taken from the long-standing members. Who only changes contract leaves one
  /// and joins another on the same day, and counts as long-standing throughout.
  public func weightedMembers(on date: LocalDate, tenure: TenureCurve) -> Double {
    var standing = start
    var joined = 0.0
    for event in events {
      if event.members < 0 {
        if event.date <= date { standing += event.members }
      } else {
        let new = event.members - event.alreadyMembers
        joined += new * tenure.multiple(at: Double(date - event.date))
        if event.date <= date { standing += event.alreadyMembers }
      }
    }
    return max(0, standing * tenure.mature + joined)
  }
}
