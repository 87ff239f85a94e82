import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads the drivers of a queue.
  ///
  /// - Returns: Nothing when one of them cannot be read.
  func driverSpecs(_ reader: ObjectReader, queue: String) -> [DriverSpec]? {
    guard let elements = reader.list("drivers") else { return nil }
    var found: [DriverSpec] = []
    var isComplete = true
    for element in elements {
      guard var driver = driverSpec(element, queue: queue) else {
        isComplete = false
        continue
      }
      let place = element.member("name")
      if found.contains(where: { $0.name == driver.name }) {
        if let place {
          report(
            .duplicateName, place, "the queue already has a driver \(place.words)",
            "Give each driver a name of its own")
          isComplete = false
        }
        var number = 2
        while found.contains(where: { $0.name == "\(driver.name) \(number)" }) { number += 1 }
        driver.name += " \(number)"
      }
      found.append(driver)
    }
    let timed = found.filter(\.cause.isTimed).count
    let free = found.filter { driver in
      if case .queue = driver.cause { false } else { !driver.cause.isTimed }
    }.count
    // Where people are planned, all causes add up to expected items by interval.
    if isPlain, timed > 0, free > 0 {
      reader.report(
        .contradiction, "drivers",
        "some drivers say when each item comes, and others how many come on average",
        "Put the two kinds into queues of their own")
      isComplete = false
    }
    return isComplete ? found : nil
  }

  private func driverSpec(_ item: Item, queue: String) -> DriverSpec? {
    guard let reader = ObjectReader(item, driverKeys, self) else { return nil }
    let words = CauseWord.allCases.filter { reader.has($0.rawValue) }
    let unbuilt = driverKeys.keys.contains { $0.need == .notBuilt && reader.has($0.name) }
    if words.isEmpty && !unbuilt {
      let known = quotedList(
        CauseWord.allCases.filter { isPlain || $0 != .contacts }.map(\.rawValue))
      report(.missingKey, item, "the driver has no cause", "Add one of \(known)")
    }
    for extra in words.dropFirst() {
      reader.report(
        .contradiction, extra.rawValue,
        "the driver has the causes \"\(words[0].rawValue)\" and \"\(extra.rawValue)\"",
        "Make a driver of each: their work adds up")
    }
    let name = reader.text("name")
    let causes = words.map { cause($0, reader, queue: queue) }
    let lag = lagPoints(reader, words.first)
    let profile = profileShape(reader, words.first)
    let spread = spreads(reader, words.first)
    noteEstimates(reader, causes.first ?? nil)
    guard words.count == 1, let cause = causes[0], let lag, let profile else { return nil }
    var driver = DriverSpec(
      name: name ?? cause.usualName, cause: cause, lag: lag, profile: profile.shape,
      levelSpread: spread.level, daySpread: spread.day)
    driver.intervalSpread = spread.interval
    return driver
  }

  private func lagPoints(_ reader: ObjectReader, _ word: CauseWord?) -> [DriverSpec.LagPoint]? {
    guard let item = reader.item("lag") else {
      if let word, !CauseWord.timed.contains(word) {
        reader.note("lag", "none", "items come at once unless the spec says not")
      }
      return []
    }
    if let word, CauseWord.timed.contains(word) {
      report(
        .contradiction, item, "\"\(word.rawValue)\" already says when items come",
        "Leave the lag out")
      return nil
    }
    guard let elements = reader.list("lag") else { return nil }
    var points: [DriverSpec.LagPoint] = []
    for element in elements {
      guard let point = ObjectReader(element, lagKeys, self) else { return nil }
      let after = point.duration("after")
      let share = point.number("share")
      guard let after, let share else { return nil }
      if let last = points.last, after <= last.after || share < last.share {
        report(
          .contradiction, element, "a lag must ascend: this point is not after the one before it",
          "Write shares that have come by then, growing with time")
        return nil
      }
      points.append(.init(after: after, share: share))
    }
    guard let last = points.last, abs(last.share - 1) <= 1e-9 else {
      report(
        .contradiction, elements[elements.count - 1],
        "the last share is \(plain(points.last?.share ?? 0)), so some items never come",
        "End the lag with \"share\": 1")
      return nil
    }
    return points
  }

  private func spreads(
    _ reader: ObjectReader, _ word: CauseWord?
  ) -> (level: Double, day: Double, interval: Double) {
    let own = word == .claims || word == .refillsDue || word == .history
    let why =
      own
      ? "the forecast measures the spread of its data" : "none is given, so it counts as certain"
    guard let inner = reader.object("spread") else {
      reader.note("spread", "{ \"level\": 0, \"day\": 0 }", why)
      return (0, 0, 0)
    }
    return (
      inner.number("level", or: 0, why), inner.number("day", or: 0, why),
      inner.number("interval") ?? 0
    )
  }
}

extension DriverSpec.Cause {
  /// Whether it says when each single item comes.
  fileprivate var isTimed: Bool {
    switch self {
    case .contacts, .schedule: true
    default: false
    }
  }

  /// A name for a driver without one.
  fileprivate var usualName: String {
    switch self {
    case .claims: "claims"
    case .members: "members"
    case .refillsDue: "refills due"
    case .event(let name, _, _, _): name
    case .rate: "rate"
    case .history: "history"
    case .contacts: "contacts"
    case .schedule: "scheduled"
    case .expiries: "renewals"
    case .reset: "reset"
    case .queue(let name, _): "from \(name)"
    }
  }
}
