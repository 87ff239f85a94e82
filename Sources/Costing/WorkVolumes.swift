/// The work that a proof saw done, by month, pool and queue.
public struct WorkVolumes: Equatable, Sendable {
  /// Work of one queue done by one pool in one month.
  public struct Entry: Equatable, Sendable {
    /// Index of the calendar month of the horizon.
    public var month: Int
    /// The pool's name.
    public var pool: String
    /// The queue's name.
    public var queue: String
    /// Contacts handled (voice, chat, outbound attempts that reached someone).
    public var contacts: Double
    /// Cases finished.
    public var cases: Double
    /// Hours of handling.
    public var handledHours: Double
    /// Makes an entry.
    public init(
      month: Int, pool: String, queue: String, contacts: Double, cases: Double,
      handledHours: Double
    ) {
      (self.month, self.pool, self.queue) = (month, pool, queue)
      (self.contacts, self.cases, self.handledHours) = (contacts, cases, handledHours)
    }
  }
  /// The entries, in any order; several of one month, pool and queue add up.
  public var entries: [Entry]
  /// Makes volumes.
  public init(_ entries: [Entry]) { self.entries = entries }
}
