/// Regular expressions for the texts of a spec, for its JSON Schema.
///
/// They say what the readers of these texts accept, but for ranges and for hours that overlap, which
/// expressions cannot say.
enum SchemaPatterns {
  /// Characters that change the direction of text.
  private static let bidi = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"

  /// Text with something to read and no control characters but tabs and line ends.
  static let text =
    "^(?=[\\s\\S]*\\S)[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\(bidi)]*$"

  /// A name that a spec gives to a queue, a pool or a client.
  static let name = "^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\(bidi)]+$"

  private static let amount = #"\d+(?:\.\d+)?"#

  private static let span =
    "(?=.*\\d) *"
    + ["mo", "(?:weeks|week|w)", "d", "h", "(?:min|m)", "s"]
    .map { "(?:\(amount) *\($0) *)?" }.joined()

  /// A length of time such as `6m30s`, at least as far as its sign goes.
  static func duration(_ bounds: Bounds) -> String {
    let isPositive = bounds.least == 0 && bounds.isAbove
    return "^" + (bounds.least < 0 ? "-?" : isPositive ? "(?=.*[1-9])" : "") + span + "$"
  }

  /// A rate such as `120/30m`.
  static let rate = "^ *\(amount) */ *(?:mo|weeks|week|w|d|h|min|m|s|\(span))$"

  /// Hours a week such as `20h/week`.
  static let weeklyTime = "^\(span)/ *(?:week|1?w) *$"

  /// A share of paths such as `P80`.
  static let percentile = #"^P(?!0*\.?0*$)(?:0*\d{1,2}(?:\.\d*)?|\.\d+)$"#

  /// A country such as `US`.
  static let country = "^[A-Z]{2}$"

  /// A day that exists, such as `2027-01-01`.
  static let date: String = {
    let long = "(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])"
    let short = "(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)"
    let february = "02-(?:0[1-9]|1\\d|2[0-8])"
    let leap =
      "(?:\\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
    return "^(?:\\d{4}-(?:\(long)|\(short)|\(february))|\(leap))$"
  }()

  /// Opening hours such as `Mon-Fri 08:00-20:00, Sat 09:00-17:00`.
  static let hours: String = {
    let day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    let clock = "(?:(?:[01]?\\d|2[0-3]):[0-5]\\d|24:00)"
    let part = " *(?:[Dd]aily|\(day)(?:-\(day))?) +\(clock)-\(clock) *"
    return "^(?: *24/7 *| *always *|\(part)(?:,\(part))*)$"
  }()
}
