/// Deferred work under deadlines: what arrives by interval and when it must be finished.
public struct DeadlineWork: Sendable, Equatable {
  /// How the time allowed runs.
  public enum Clock: String, Sendable, Equatable, Codable {
    /// Through nights, weekends and holidays.
    case calendar
    /// Only while work can be done.
    case openHours
  }

  /// A class of items with one deadline.
  public struct Class: Sendable, Equatable {
    /// Share of the items, `> 0`, all classes together 1.
    public var share: Double
    /// Time allowed from arrival to finish, in seconds, `> 0`.
    public var within: Double
    /// How that time runs.
    public var clock: Clock
    /// Share of the class that must be finished in time, in 0...1.
    public var met: Double

    /// A class of items with one deadline.
    public init(share: Double, within: Double, clock: Clock = .calendar, met: Double = 1) {
      self.share = share
      self.within = within
      self.clock = clock
      self.met = met
    }
  }

  /// Length of an interval, in seconds.
  public var interval: Double
  /// Expected arrivals: one per interval, oldest first.
  public var arrivals: [Double]
  /// Whether work can be done: one per interval.
  public var open: [Bool]
  /// Mean handle time, in seconds.
  public var handleTime: Double
  /// Mean of the squared handle time, in seconds².
  public var handleTimeSecondMoment: Double
  /// The classes of items.
  public var classes: [Class]

  /// Deferred work over a horizon of equal intervals.
  public init(
    interval: Double, arrivals: [Double], open: [Bool], handleTime: Double,
    handleTimeSecondMoment: Double, classes: [Class]
  ) {
    self.interval = interval
    self.arrivals = arrivals
    self.open = open
    self.handleTime = handleTime
    self.handleTimeSecondMoment = handleTimeSecondMoment
    self.classes = classes
  }

  func validate() throws(QueueingError) {
    try requirePositive(interval, "interval")
    try requirePositive(handleTime, "handleTime")
    guard handleTimeSecondMoment >= handleTime * handleTime * (1 - 1e-12),
      handleTimeSecondMoment < .infinity
    else {
      throw .invalid(
        parameter: "handleTimeSecondMoment", value: "\(handleTimeSecondMoment)",
        expected: "at least the square of the mean, \(handleTime * handleTime)")
    }
    guard open.count == arrivals.count else {
      throw .invalid(
        parameter: "open", value: "\(open.count) intervals",
        expected: "one per interval of arrivals, \(arrivals.count)")
    }
    for (index, volume) in arrivals.enumerated() {
      try requireNonNegative(volume, "arrivals[\(index)]")
    }
    guard !classes.isEmpty else {
      throw .invalid(parameter: "classes", value: "[]", expected: "at least one class")
    }
    var total = 0.0
    for (index, item) in classes.enumerated() {
      try requirePositive(item.share, "classes[\(index)].share")
      try requirePositive(item.within, "classes[\(index)].within")
      guard item.met >= 0, item.met <= 1 else {
        throw .invalid(
          parameter: "classes[\(index)].met", value: "\(item.met)", expected: "between 0 and 1")
      }
      total += item.share
    }
    guard abs(total - 1) < 1e-6 else {
      throw .invalid(parameter: "classes.share", value: "\(total) in all", expected: "1 in all")
    }
  }

  /// By interval of arrival, the index of the interval before which an item of the class is due: it may be worked
  /// on in its own interval and up to, but not including, that one.
  ///
  /// An item that arrives as its interval begins and takes the mean handle time still makes it. Beyond the horizon
  /// the due index keeps counting under the calendar clock and stops at the end under the clock of open hours.
  func dueIntervals(of item: Class) -> [Int] {
    let allowed = max(0, ((item.within - handleTime) / interval + 1e-9).rounded(.down))
    let steps = allowed < 1e9 ? Int(allowed) : 1_000_000_000
    switch item.clock {
    case .calendar: return arrivals.indices.map { $0 + steps }
    case .openHours:
      // openBefore[i]: open intervals before i. Due at the first index with `steps` more of them.
      var openBefore = [0]
      openBefore.reserveCapacity(open.count + 1)
      for isOpen in open { openBefore.append(openBefore[openBefore.count - 1] + (isOpen ? 1 : 0)) }
      var due = 0
      return arrivals.indices.map { index in
        due = max(due, index)
        while due < open.count, openBefore[due] - openBefore[index] < steps { due += 1 }
        return openBefore[due] - openBefore[index] < steps
          ? open.count + steps : due
      }
    }
  }
}
