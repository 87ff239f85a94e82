/// Opening hours by day of the week, in local minutes.
public struct WeeklyHours: Hashable, Sendable {
  /// For each weekday from Monday, the open spans as minutes from local midnight, in order and apart.
  public var spans: [[Range<Int>]]

  /// Makes hours from spans by weekday, Monday first; seven entries.
  public init(spans: [[Range<Int>]]) {
    precondition(spans.count == 7, "hours need seven days, found \(spans.count)")
    self.spans = spans
  }

  /// Open round the clock.
  public static let always = WeeklyHours(spans: Array(repeating: [0..<1440], count: 7))

  /// Reads `"Mon-Fri 08:00-20:00, Sat 09:00-17:00"`, `"daily 08:00-20:00"` or `"24/7"`.
  ///
  /// A span that ends at or before its start runs past midnight; `24:00` is the end of a day.
  public init?(text: String) {
    let trimmed = text.split(separator: " ").joined(separator: " ")
    if trimmed == "24/7" || trimmed == "always" {
      self = .always
      return
    }
    var found: [[Range<Int>]] = Array(repeating: [], count: 7)
    for part in trimmed.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ")
      guard words.count == 2, let days = WeeklyHours.days(words[0]),
        let (open, close) = WeeklyHours.span(words[1])
      else { return nil }
      for day in days {
        if close > open {
          found[day].append(open..<close)
        } else {
          if open < 1440 { found[day].append(open..<1440) }
          if close > 0 { found[(day + 1) % 7].append(0..<close) }
        }
      }
    }
    spans = found.map { day in day.sorted { $0.lowerBound < $1.lowerBound } }
    for day in spans {
      for (left, right) in zip(day, day.dropFirst()) where right.lowerBound < left.upperBound {
        return nil
      }
    }
  }

  /// Whether a local minute of a weekday is open.
  public func isOpen(_ weekday: Weekday, minute: Int) -> Bool {
    spans[weekday.rawValue].contains { $0.contains(minute) }
  }

  /// Whether every opening and closing time is a multiple of a number of minutes from midnight.
  public func changes(onlyEvery minutes: Int) -> Bool {
    spans.joined().allSatisfy {
      $0.lowerBound % minutes == 0 && $0.upperBound % minutes == 0
    }
  }

  /// Open hours in a week without holidays.
  public var hoursPerWeek: Double {
    Double(spans.joined().reduce(0) { $0 + $1.count }) / 60
  }

  private static func days(_ word: Substring) -> [Int]? {
    if word == "daily" || word == "Daily" { return Array(0..<7) }
    func index(_ name: Substring) -> Int? {
      Weekday.allCases.first { $0.shortName == name }?.rawValue
    }
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = ends.first.flatMap(index) else { return nil }
    if ends.count == 1 { return [first] }
    guard ends.count == 2, let last = index(ends[1]) else { return nil }
    return (0...((last - first + 7) % 7)).map { (first + $0) % 7 }
  }

  private static func span(_ word: Substring) -> (Int, Int)? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let open = minute(ends[0]), let close = minute(ends[1]) else {
      return nil
    }
    return open == close || open == 1440 ? nil : (open, close)
  }

  /// Reads `08:30` as minutes from midnight; `24:00` is 1440.
  public static func minute(_ word: Substring) -> Int? {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, (1...2).contains(parts[0].count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = UInt8(parts[0]), let minute = UInt8(parts[1]), minute < 60
    else { return nil }
    let total = Int(hour) * 60 + Int(minute)
    return total <= 1440 ? total : nil
  }
}

extension WeeklyHours: CustomStringConvertible {
  /// The hours in the form that specs use; days with equal hours are not joined.
  public var description: String {
    if self == .always { return "24/7" }
    var parts: [String] = []
    for day in Weekday.allCases {
      for span in spans[day.rawValue] {
        parts.append("\(day.shortName) \(clock(span.lowerBound))-\(clock(span.upperBound))")
      }
    }
    return parts.joined(separator: ", ")
  }

  private func clock(_ minute: Int) -> String {
    "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
  }
}

extension WeeklyHours: Codable {
  /// Reads the hours from their text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard
      let hours = text.isEmpty
        ? WeeklyHours(spans: Array(repeating: [], count: 7)) : WeeklyHours(text: text)
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" are no opening hours"))
    }
    self = hours
  }

  /// Writes the hours as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
