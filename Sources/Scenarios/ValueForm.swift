import Quantities

/// The values that a number, an amount or a length of time may take.
struct Bounds: Sendable {
  var least: Double
  var most: Double
  /// Whether `least` itself is refused.
  var isAbove = false
  /// Whether `most` itself is refused.
  var isBelow = false

  /// From one value to another, both allowed.
  static func from(_ least: Double, to most: Double) -> Bounds {
    Bounds(least: least, most: most)
  }

  /// Above one value up to another, which is allowed.
  static func above(_ least: Double, to most: Double) -> Bounds {
    Bounds(least: least, most: most, isAbove: true)
  }

  func contains(_ value: Double) -> Bool {
    (isAbove ? value > least : value >= least) && (isBelow ? value < most : value <= most)
  }

  /// The range behind a noun: `from 0 to 1`, `above 0s and at most 30d`.
  func words(_ show: (Double) -> String) -> String {
    if !isAbove && !isBelow { return "from \(show(least)) to \(show(most))" }
    let start = isAbove ? "above \(show(least))" : "of \(show(least)) or more"
    return start + (isBelow ? " and below \(show(most))" : " and at most \(show(most))")
  }
}

/// What a value of the spec may be: the one definition for reading, messages and documentation.
indirect enum ValueForm: Sendable {
  case text
  case flag
  /// A share of a whole, `0...1` or less.
  case share(Bounds, example: String)
  case number(Bounds, example: String)
  case whole(ClosedRange<Int>, example: String)
  /// Dollars.
  case dollars(Bounds, example: String)
  /// Text such as `6m30s`; the bounds are in seconds.
  case duration(Bounds, example: String)
  /// Text such as `2027-01-01`.
  case date
  /// Text such as `120/30m`.
  case rate
  /// Text such as `Mon-Fri 08:00-20:00`.
  case hours
  /// One of some words.
  case choice([String])
  /// Text such as `P80`.
  case percentile
  /// Text such as `20h/week`.
  case weeklyTime
  /// Two letters such as `US`.
  case country
  /// At least one element.
  case list(ValueForm)
  /// Any number of elements.
  case series(ValueForm)
  case object(KeyTable)
  /// An object whose keys are names that the author chooses.
  case named(KeyTable)
  /// A value, or a list of values by date.
  case dated(ValueForm)
  /// Any of some forms.
  case either([ValueForm])
  /// A merge patch.
  case patch

  /// Text that is written as a plain choice from the raw values of a type.
  static func choice<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> Self {
    .choice(type.allCases.map(\.rawValue))
  }

  /// The form in words: `a share from 0 to 1`.
  var words: String {
    switch self {
    case .text: "text"
    case .flag: "true or false"
    case .share(let bounds, _): "a share " + bounds.words(plain)
    case .number(let bounds, _): "a number " + bounds.words(plain)
    case .whole(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .dollars(let bounds, _): "dollars as a number " + bounds.words(plain)
    case .duration(let bounds, _): "a length of time " + bounds.words(durationText)
    case .date: "a date as year-month-day"
    case .rate: "a rate as count/time"
    case .hours: "opening hours"
    case .choice(let words): words.count == 1 ? quotedList(words) : "one of " + quotedList(words)
    case .percentile: "\"P\" and a number above 0 and below 100"
    case .weeklyTime: "hours a week as time/week, at most 168h/week"
    case .country: "two capital letters (ISO 3166)"
    case .list(let element), .series(let element): "a list, each element \(element.words)"
    case .object(let table): "an object for \(table.subject)"
    case .named(let table): "an object with a name for each \(table.noun)"
    case .dated(let form): form.words
    case .either(let forms): forms.map(\.words).joined(separator: ", or ")
    case .patch: "an object with what changes"
    }
  }

  /// A value that a spec may hold, as JSON text.
  var example: String {
    switch self {
    case .text: "\"…\""
    case .flag: "true"
    case .share(_, let example), .number(_, let example), .whole(_, let example),
      .dollars(_, let example):
      example
    case .duration(_, let example): "\"\(example)\""
    case .date: "\"2027-01-01\""
    case .rate: "\"120/30m\""
    case .hours: "\"Mon-Fri 08:00-20:00, Sat 09:00-17:00\""
    case .choice(let words): "\"\(words[0])\""
    case .percentile: "\"P80\""
    case .weeklyTime: "\"20h/week\""
    case .country: "\"US\""
    case .list(let element), .series(let element): "[\(element.example)]"
    case .object(let table): table.example
    case .named(let table): "{ \"\(table.noun)\": \(table.example) }"
    case .dated(let form): form.example
    case .either(let forms): forms[0].example
    case .patch: "{ \"pools\": { \"assistants\": null } }"
    }
  }
}

/// A key that an object of the spec may have.
struct Key: Sendable {
  /// What the reader makes of the key.
  enum Need: Sendable {
    /// The object is wrong without it.
    case required
    /// There is a default, or it may be absent.
    case optional
    /// The word is known and nothing does it yet; the documentation says what to do.
    case notBuilt
    /// The word belongs to another kind of object; the documentation says where.
    case elsewhere
  }
  var name: String
  var form: ValueForm
  var need: Need
  /// What the value means, as a sentence; for a key that cannot stand here, what to write instead.
  var documentation: String
  /// For a key that only a simulation of fixed people knows, what to do in a run.
  var remedyInRun: String?

  static func required(_ name: String, _ form: ValueForm, _ documentation: String) -> Key {
    Key(name: name, form: form, need: .required, documentation: documentation)
  }
  static func optional(_ name: String, _ form: ValueForm, _ documentation: String) -> Key {
    Key(name: name, form: form, need: .optional, documentation: documentation)
  }
  /// A key that only a simulation of fixed people knows.
  static func simulated(
    _ name: String, _ form: ValueForm, _ documentation: String, inARun remedy: String
  ) -> Key {
    Key(
      name: name, form: form, need: .optional, documentation: documentation, remedyInRun: remedy)
  }
  static func notBuilt(_ name: String, _ remedy: String) -> Key {
    Key(name: name, form: .text, need: .notBuilt, documentation: remedy)
  }
  static func elsewhere(_ name: String, _ remedy: String) -> Key {
    Key(name: name, form: .text, need: .elsewhere, documentation: remedy)
  }
}

/// The keys of one kind of object.
struct KeyTable: Sendable {
  /// The kind of object with its article, for messages: `a voice queue`.
  var subject: String
  /// The kind of object in one word, used as a name in examples: `queue`.
  var noun: String
  var keys: [Key]

  init(_ subject: String, noun: String = "name", _ keys: [Key]) {
    (self.subject, self.noun, self.keys) = (subject, noun, keys)
  }

  func key(_ name: String) -> Key? { keys.first { $0.name == name } }

  /// The keys that a spec may hold.
  var validNames: [String] {
    keys.filter { $0.need == .required || $0.need == .optional }.map(\.name)
  }

  /// An object with the keys that it must have.
  var example: String {
    let needed = keys.filter { $0.need == .required }
    let shown = needed.isEmpty ? Array(keys.prefix(1)) : needed
    return "{ " + shown.map { "\"\($0.name)\": \($0.form.example)" }.joined(separator: ", ") + " }"
  }
}

/// A number without a needless fraction: `0`, `0.5`, `200000000`.
func plain(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}

/// A length of time as a spec writes it, sign included.
func durationText(_ seconds: Double) -> String {
  (seconds < 0 ? "-" : "") + Seconds(abs(seconds)).description
}

/// Words in double quotes, separated by commas.
func quotedList(_ words: [String]) -> String {
  words.map { "\"\($0)\"" }.joined(separator: ", ")
}
