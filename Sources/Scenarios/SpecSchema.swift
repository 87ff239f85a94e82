/// The JSON Schema (draft 2020-12) of specs, made from the tables of keys by which they are read.
///
/// It says what a spec's form may be: keys, types, words, numbers and their ranges, and the form of
/// texts. Ranges of lengths of time, names that refer to each other and what contradicts itself are only
/// found by `caseload check`. A spec with `extends` is completed by another one, so that only the names of
/// its own first keys are checked.
public enum SpecSchema {
  /// The schema as JSON text.
  ///
  /// - Complexity: O(keys).
  public static func text() -> String {
    var writer = SchemaWriter()
    return writer.document().json()
  }
}

/// Turns tables of keys into definitions, each table once for every use that it is read in.
struct SchemaWriter {
  /// Whether people are fixed, so that keys are allowed that only a simulation knows.
  var isPlain = true
  /// Whether what is written changes another spec, so that nothing is required and null takes away.
  var isPatch = false
  var definitions: [(key: String, value: SchemaNode)] = []

  /// The schema of one key's value; an optional one may be null, which means that it is absent.
  private mutating func property(_ key: Key) -> SchemaNode {
    let isKnown = key.need == .required || key.need == .optional
    guard isKnown, isPlain || key.remedyInRun == nil else {
      let remedy = isKnown ? key.remedyInRun ?? "" : key.documentation
      return SchemaNode.null.adding("description", .text("Not here. \(remedy)."))
    }
    let form = form(key.form)
    let described =
      key.need == .required && !isPatch ? form : SchemaNode.anyOf([form, .null])
    return described.adding("description", .text(key.documentation))
  }

  /// The object of a table; what it must have besides is for the caller.
  mutating func object(_ table: KeyTable, without optional: Set<String> = []) -> SchemaNode {
    let required = table.keys.filter {
      $0.need == .required && !optional.contains($0.name) && !isPatch
    }
    let properties = table.keys.map { key in
      var key = key
      if optional.contains(key.name), key.need == .required { key.need = .optional }
      return (key: key.name, value: property(key))
    }
    return .of([
      "type": .text("object"), "additionalProperties": .flag(false),
      "required": .texts(required.map(\.name)), "properties": .object(properties),
    ])
  }

  /// A reference to a definition, which is made when it is first asked for.
  mutating func reference(
    _ name: String, dependsOnUse: Bool = true, _ make: (inout SchemaWriter) -> SchemaNode
  ) -> SchemaNode {
    let name = name + (isPlain || !dependsOnUse ? "" : " in a run") + (isPatch ? " as a patch" : "")
    if !definitions.contains(where: { $0.key == name }) {
      let place = definitions.count
      definitions.append((name, .flag(true)))
      let node = make(&self)
      definitions[place].value = node
    }
    return .of(["$ref": .text("#/$defs/" + name.replacing(" ", with: "%20"))])
  }

  private mutating func form(_ form: ValueForm) -> SchemaNode {
    switch form {
    case .text: .pattern(SchemaPatterns.text)
    case .flag: .of(["type": .text("boolean")])
    case .share(let bounds, _), .number(let bounds, _), .dollars(let bounds, _):
      SchemaWriter.number(bounds)
    case .whole(let range, _):
      .of([
        "type": .text("integer"), "minimum": .whole(range.lowerBound),
        "maximum": .whole(range.upperBound),
      ])
    case .duration(let bounds, _):
      .pattern(SchemaPatterns.duration(bounds))
    case .date: .pattern(SchemaPatterns.date)
    case .rate: .pattern(SchemaPatterns.rate)
    case .hours: .pattern(SchemaPatterns.hours)
    case .choice(let words): .of(["enum": .texts(words)])
    case .percentile: .pattern(SchemaPatterns.percentile)
    case .weeklyTime: .pattern(SchemaPatterns.weeklyTime)
    case .country: .pattern(SchemaPatterns.country)
    case .list(let element): list(element, least: 1, most: 1000)
    case .series(let element): list(element, least: 0, most: 10_000)
    case .object(let table): self.table(table)
    case .named(let table): named(table)
    case .dated(let form): dated(form)
    case .either(let forms): .anyOf(forms.map { self.form($0) })
    case .patch: patch()
    }
  }

  /// What an alternative changes.
  private mutating func patch() -> SchemaNode {
    isPatch = true
    defer { isPatch = false }
    let keys = rootKeys.keys.filter { patchableKeys.contains($0.name) }
    return .of([
      "type": .text("object"), "additionalProperties": .flag(false),
      "properties": .object(keys.map { ($0.name, property($0)) }),
    ])
  }

  private static func number(_ bounds: Bounds) -> SchemaNode {
    .of([
      "type": .text("number"),
      (bounds.isAbove ? "exclusiveMinimum" : "minimum"): .number(bounds.least),
      (bounds.isBelow ? "exclusiveMaximum" : "maximum"): .number(bounds.most),
    ])
  }

  private mutating func list(_ element: ValueForm, least: Int, most: Int) -> SchemaNode {
    // A patch replaces lists as a whole.
    let wasPatch = isPatch
    isPatch = false
    defer { isPatch = wasPatch }
    var node = SchemaNode.of([
      "type": .text("array"), "items": form(element), "minItems": .whole(least),
      "maxItems": .whole(most),
    ])
    if case .text = element { node = node.adding("uniqueItems", .flag(true)) }
    return node
  }

  private mutating func named(_ table: KeyTable) -> SchemaNode {
    let item = self.table(table)
    return .of([
      "type": .text("object"), "minProperties": .whole(isPatch ? 0 : 1),
      "maxProperties": .whole(200),
      "propertyNames": .of(["pattern": .text(SchemaPatterns.name)]),
      "additionalProperties": isPatch ? .anyOf([item, .null]) : item,
    ])
  }

  private mutating func dated(_ form: ValueForm) -> SchemaNode {
    let value = self.form(form)
    let step = SchemaNode.of([
      "type": .text("object"), "additionalProperties": .flag(false),
      "required": .texts(["from", "value"]),
      "properties": .of(["from": .pattern(SchemaPatterns.date), "value": value]),
    ])
    return .anyOf([
      value, .of(["type": .text("array"), "minItems": .whole(1), "items": step]),
    ])
  }

  private mutating func table(_ table: KeyTable) -> SchemaNode {
    variants(table)
      ?? reference(table.subject, dependsOnUse: table.dependsOnUse) { $0.object(table) }
  }
}

extension KeyTable {
  /// Whether some of its keys, or of the objects in it, are known only where people are fixed.
  fileprivate var dependsOnUse: Bool {
    keys.contains { $0.remedyInRun != nil || $0.form.dependsOnUse }
  }
}

extension ValueForm {
  fileprivate var dependsOnUse: Bool {
    switch self {
    case .object(let table), .named(let table): table.dependsOnUse
    case .list(let form), .series(let form), .dated(let form): form.dependsOnUse
    case .either(let forms): forms.contains(where: \.dependsOnUse)
    default: false
    }
  }
}
