/// A contact in the system: a slot that is used again when it leaves.
struct Contact {
  enum State {
    static let free: UInt8 = 0
    static let waiting: UInt8 = 1
    /// Has hung up and is counted, but keeps its place to learn what its wait would have been.
    static let ghost: UInt8 = 2
    static let inService: UInt8 = 3
    /// Will return or arrive later.
    static let pending: UInt8 = 4
  }

  /// When this try arrived, in seconds.
  var arrival = 0.0
  /// What the line is sorted by: arrival or due time.
  var order = 0.0
  var abandonAt = Double.infinity
  var due = Double.infinity
  /// When service began; with several chats at once, the progress at which it ends.
  var mark = 0.0
  /// The time that the present step takes an agent of ordinary speed, in seconds.
  var handleTime = 0.0
  /// The time that the step in hand takes its agent, in seconds.
  var duration = 0.0
  /// When the contact joined its present line.
  var joined = 0.0
  var number: UInt32 = 0
  var interval: UInt32 = 0
  var choiceWord: UInt32 = 0
  var generation: UInt32 = 0
  var bucket: Int32 = 0
  var queue: Int32 = 0
  var line: Int32 = 0
  var pool: Int32 = -1
  var agent: Int32 = -1
  var next: Int32 = -1
  var previous: Int32 = -1
  var attempt: UInt8 = 0
  var step: UInt8 = 0
  var deadlineClass: UInt8 = 0
  /// Which share of an allocation it belongs to; see ``AllocationRule``.
  var lane: UInt8 = 0
  var state: UInt8 = 0
  /// Whether the first step has begun at some time.
  var begun = false
  /// Whether the call in hand reached somebody.
  var connects = true
}
