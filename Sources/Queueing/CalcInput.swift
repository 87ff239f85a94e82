/// A value in a batch of cases, as it stands in the file.
public indirect enum CalcInput: Sendable, Equatable {
  /// A string or a number, as text: `"48"`, `"20/60"`, `"0.01*60"`.
  case text(String)
  /// A list.
  case list([CalcInput])
  /// An object.
  case object([String: CalcInput])
  /// Nothing: the same as leaving the key out.
  case null
}

/// One case of a batch: a model by name and its inputs.
public struct CalcCase: Sendable, Equatable {
  /// What the answer is filed under.
  public var id: String
  /// The model, for instance `erlang_a`; see ``CalcBatch/models``.
  public var model: String
  /// The inputs by name.
  public var inputs: [String: CalcInput]

  /// A case of a batch.
  public init(id: String, model: String, inputs: [String: CalcInput]) {
    self.id = id
    self.model = model
    self.inputs = inputs
  }
}

/// One number of an answer.
public struct CalcOutput: Sendable, Equatable {
  /// The name, for instance `p_wait`.
  public var name: String
  /// The value with all its digits.
  public var value: Double
  /// Whether the value is a whole number by nature, such as people.
  public var isWhole: Bool

  /// The value as the shortest text that reads back to the same number.
  public var text: String { isWhole ? "\(Int(value))" : "\(value)" }

  init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
    isWhole = false
  }

  init(_ name: String, whole: Int) {
    self.name = name
    value = Double(whole)
    isWhole = true
  }
}

/// The answer to one case.
public struct CalcAnswer: Sendable, Equatable {
  /// The case's id.
  public var id: String
  /// The outputs, in the order of the model; empty with an error.
  public var outputs: [CalcOutput]
  /// What is wrong with the case and what to give instead; nil when it has outputs.
  public var error: String?
  /// Inputs that the model does not use.
  public var notes: [String]
}

/// Why a case has no answer, in one sentence with a remedy.
struct CalcError: Error {
  var message: String
}

/// Reads the inputs of one case and remembers which were used.
struct CalcReader {
  let model: String
  let inputs: [String: CalcInput]
  private(set) var used: Set<String> = []

  init(_ item: CalcCase) { self.init(model: item.model, inputs: item.inputs) }

  init(model: String, inputs: [String: CalcInput]) {
    self.model = model
    self.inputs = inputs
  }

  /// The keys that no one asked for, sorted.
  var unused: [String] { inputs.keys.filter { !used.contains($0) }.sorted() }

  /// Whether the key is there and not null.
  mutating func has(_ key: String) -> Bool {
    used.insert(key)
    guard let value = inputs[key] else { return false }
    return value != .null
  }

  /// A number.
  mutating func number(_ key: String) throws(CalcError) -> Double {
    try CalcReader.number(try value(key), at: "inputs.\(key)")
  }

  /// A number, or nothing.
  mutating func optional(_ key: String) throws(CalcError) -> Double? {
    has(key) ? try number(key) : nil
  }

  /// A whole number.
  mutating func whole(_ key: String) throws(CalcError) -> Int {
    let number = try number(key)
    guard number == number.rounded(), abs(number) <= 1e9 else {
      throw CalcError(
        message: "inputs.\(key) is \(number). Give a whole number of at most 1000000000.")
    }
    return Int(number)
  }

  /// A list of numbers.
  mutating func numbers(_ key: String) throws(CalcError) -> [Double] {
    guard case .list(let items) = try value(key) else {
      throw CalcError(message: "inputs.\(key) is not a list. Give a list such as [\"5\", \"7\"].")
    }
    var result: [Double] = []
    for (index, item) in items.enumerated() {
      result.append(try CalcReader.number(item, at: "inputs.\(key)[\(index)]"))
    }
    return result
  }

  /// A sinusoid {mean, amplitude, angular_frequency}, or a constant rate.
  mutating func profile(_ key: String) throws(CalcError) -> ArrivalProfile {
    let value = try value(key)
    guard case .object(let parts) = value else {
      let mean = try CalcReader.number(value, at: "inputs.\(key)")
      return .sinusoid(mean: mean, amplitude: 0, angularFrequency: 0)
    }
    func part(_ name: String) throws(CalcError) -> Double {
      guard let part = parts[name] else {
        throw CalcError(
          message: "inputs.\(key).\(name) is missing. Give mean, amplitude and angular_frequency.")
      }
      return try CalcReader.number(part, at: "inputs.\(key).\(name)")
    }
    return .sinusoid(
      mean: try part("mean"), amplitude: try part("amplitude"),
      angularFrequency: try part("angular_frequency"))
  }

  /// The inputs inside an object; nil when the value is something else.
  mutating func object(_ key: String) throws(CalcError) -> CalcReader? {
    guard case .object(let parts) = try value(key) else { return nil }
    return CalcReader(model: "\(model).\(key)", inputs: parts)
  }

  /// A text.
  mutating func text(_ key: String) throws(CalcError) -> String {
    guard case .text(let text) = try value(key) else {
      throw CalcError(message: "inputs.\(key) is not a text.")
    }
    return text
  }

  /// Marks a key as understood although its value is not needed.
  mutating func ignore(_ key: String) { used.insert(key) }

  /// The error with the model's parameter named as the input that it was read from, where there is one.
  func named(_ error: QueueingError) -> QueueingError {
    guard case .invalid(let parameter, let value, let expected) = error else { return error }
    if inputs[parameter] != nil {
      return .invalid(parameter: "inputs.\(parameter)", value: value, expected: expected)
    }
    // `arrivalRates[2]` is `lams[2]`.
    let base = parameter.prefix { $0 != "[" }
    let key = Self.keys[String(base)]?.first { name in
      inputs[String(name.prefix { $0 != "." })] != nil
    }
    guard let key else { return error }
    return .invalid(
      parameter: "inputs.\(key)\(parameter[base.endIndex...])", value: value, expected: expected)
  }

  /// The inputs that a parameter may come from.
  private static let keys: [String: [String]] = [
    "abandonmentRate": ["theta"], "acceptance": ["acceptance"], "agents": ["n"],
    "arrivalRate": ["lam"], "arrivalRateMean": ["lam_mean"], "arrivalRateVariation": ["lam_cv2"],
    "arrivalRates": ["lams"], "arrivalVariation": ["ca2"], "deadline": ["deadline"],
    "handleTime": ["d"], "handleTimes": ["aht"], "idleRate": ["lam"],
    "meanHandleTime": ["es"], "meanHandleTimes": ["es"], "offeredLoad": ["a"],
    "people at work": ["raw"], "places": ["K"], "redialProbability": ["redial_prob"],
    "reserve": ["reserve"], "secondMoment": ["es2"], "secondMoments": ["es2"],
    "servers": ["n"], "serviceRate": ["mu"], "serviceVariation": ["cs2"],
    "sources": ["sources"], "within": ["t"], "speedOfAnswer": ["max_asa"],
    "occupancy": ["max_occupancy"], "abandonment": ["max_p_abandon"],
    "share": ["service_level", "sl_offered"], "arrival rate mean": ["lam.mean"],
    "amplitude": ["lam.amplitude"],
    "angular frequency": ["lam.angular_frequency"],
  ]

  private mutating func value(_ key: String) throws(CalcError) -> CalcInput {
    used.insert(key)
    guard let value = inputs[key], value != .null else {
      let given = inputs.keys.sorted().joined(separator: ", ")
      throw CalcError(
        message: "inputs.\(key) is missing: \(model) needs it."
          + (given.isEmpty ? "" : " Given are \(given)."))
    }
    return value
  }

  /// A decimal number, a fraction, or a product of such: `"48"`, `"20/60"`, `"0.01*60"`.
  static func number(_ value: CalcInput, at place: String) throws(CalcError) -> Double {
    guard case .text(let text) = value else {
      throw CalcError(message: "\(place) is not a number. Give a decimal number or a fraction.")
    }
    var result: Double?
    var divide = false
    var rest = text[...]
    while true {
      let end = rest.firstIndex { $0 == "*" || $0 == "/" } ?? rest.endIndex
      let token = rest[..<end].filter { $0 != " " }
      guard let factor = Double(token), factor.isFinite else {
        throw CalcError(
          message: "\(place) is \"\(text.prefix(60))\", not a number."
            + " Give a decimal number, a fraction such as \"200/60\" or a product.")
      }
      if let before = result {
        result = divide ? before / factor : before * factor
      } else {
        result = factor
      }
      guard end < rest.endIndex else { break }
      divide = rest[end] == "/"
      rest = rest[rest.index(after: end)...]
    }
    guard let result, result.isFinite else {
      throw CalcError(message: "\(place) is \"\(text.prefix(60))\", which is not finite.")
    }
    return result
  }
}
