/// Objects whose keys depend on one of their values, and what an object must have besides.
extension SchemaWriter {
  /// The whole schema: a spec whose people are fixed, or one that is planned; or one that extends another.
  mutating func document() -> SchemaNode {
    isPlain = true
    let plain = reference("a plain model") { $0.object(rootKeys) }
    isPlain = false
    let run = reference("a scenario") { $0.object(rootKeys) }
    let isFixed = SchemaNode.anyOf([.has("agents"), .has("shifts")])
    let someFixed = SchemaNode.of([
      "required": .texts(["pools"]),
      "properties": .of([
        "pools": .of([
          "type": .text("object"),
          "not": .of(["additionalProperties": .of(["not": isFixed])]),
        ])
      ]),
    ])
    let names = rootKeys.keys.filter { $0.need == .required || $0.need == .optional }.map(\.name)
    let everyFixed = SchemaNode.of([
      "properties": .of(["pools": .of(["additionalProperties": isFixed])])
    ])
    let whole = SchemaNode.of([
      "allOf": .list([
        .of(["if": someFixed, "then": plain, "else": run]),
        .of(["if": .has("calendar"), "then": .flag(true), "else": everyFixed]),
      ])
    ])
    return .of([
      "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
      "title": .text("A Caseload scenario"),
      "description": .text(
        "Made from the tables by which specs are read. caseload check finds what a schema cannot say."
      ),
      "type": .text("object"),
      "if": .has("extends"),
      "then": .of([
        "properties": .object(names.map { ($0, .flag(true)) }),
        "additionalProperties": .flag(false),
      ]), "else": whole, "$defs": .object(definitions),
    ])
  }

  /// The schema of an object that comes in several kinds; nothing when its table is the only one.
  mutating func variants(_ table: KeyTable) -> SchemaNode? {
    if isPatch { return patchedVariants(table) }
    switch table.subject {
    case durationKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        let observed = writer.reference(observedKeys.subject, dependsOnUse: false) {
          $0.object(observedKeys)
        }
        return .of([
          "type": .text("object"),
          "if": SchemaWriter.isWord("distribution", "empirical"), "then": observed,
          "else": writer.object(durationKeys),
        ])
      }
    case queueKeys(.voice).subject:
      return reference("a queue") { writer in
        writer.byWord("kind", QueueSpec.Kind.allCases) { $0.queue(queueKeys($1)) }
      }
    case goalKeys(.serviceLevel).subject:
      return reference("a goal", dependsOnUse: false) { writer in
        writer.byWord("measure", MeasureWord.allCases, dependsOnUse: false) {
          $0.object(goalKeys($1))
        }
      }
    case employeeKeys.subject: return reference("a pool") { $0.pool() }
    case driverKeys.subject:
      return reference(table.subject) { writer in
        writer.object(table).adding(
          "anyOf", .list(CauseWord.allCases.map { .has($0.rawValue) }))
      }
    case pricingKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table).adding(
          "anyOf", .list(PricingSpec.Unit.allCases.map { .has($0.rawValue) }))
      }
    case profileKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table).adding("anyOf", .list([.has("weekdays"), .has("hours")]))
      }
    case expiriesKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table).adding("anyOf", .list([.has("term"), .has("expireOn")]))
      }
    case resetKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table).adding(
          "anyOf", .list([.has("claimantShare"), .has("claimants")]))
      }
    case loadKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table).adding(
          "anyOf", .list([.has("shareOfSalary"), .has("shareOfWages")]))
      }
    case claimsKeys.subject:
      return reference(table.subject, dependsOnUse: false) { writer in
        writer.object(table)
          .adding("anyOf", .list(["synthetic", "store", "csv"].map { .has($0) }))
          .adding("if", .has("map")).adding("then", .has("csv"))
      }
    default: return nil
    }
  }

  /// What may change in an object that comes in several kinds: the keys of any of them.
  private mutating func patchedVariants(_ table: KeyTable) -> SchemaNode? {
    let tables: [KeyTable]
    switch table.subject {
    case durationKeys.subject: tables = [durationKeys, observedKeys]
    case queueKeys(.voice).subject: tables = QueueSpec.Kind.allCases.map(queueKeys)
    case employeeKeys.subject: tables = [employeeKeys, assistantKeys]
    default: return nil
    }
    return .anyOf(tables.map { table in reference(table.subject) { $0.object(table) } })
  }

  /// A queue has its work in one handle time or in steps, and several chats at once slow each other.
  private mutating func queue(_ table: KeyTable) -> SchemaNode {
    let node = object(table)
    if table.key("concurrency")?.need == .required {
      return node.adding(
        "if", .of(["properties": .of(["concurrency": .of(["const": .whole(1)])])])
      ).adding("then", .flag(true)).adding("else", .has("slowdown"))
    }
    guard table.key("steps")?.need == .optional else { return node }
    return node.adding("anyOf", .list([.has("handleTime"), .has("steps")]))
  }

  /// A pool by its contract; fixed people need none, and none of what planning needs.
  private mutating func pool() -> SchemaNode {
    let isFixed = SchemaNode.anyOf([.has("agents"), .has("shifts")])
    let employees = object(employeeKeys, without: ["contract"])
    let assistants = object(assistantKeys, without: ["contract"])
    let planned = SchemaNode.of([
      "allOf": .list([
        .has("contract"),
        .of([
          "if": SchemaWriter.isWord("contract", PoolSpec.Contract.va.rawValue),
          "then": .has("pricing"),
          "else": .of([
            "allOf": .list([.has("shrinkage"), .has("attritionPerYear")]),
            "anyOf": .list(
              ["salaryPerYear", "loadedCostPerYear", "wagePerHour"].map { .has($0) }),
          ]),
        ]),
      ])
    ])
    return .of([
      "type": .text("object"),
      "allOf": .list([
        .of([
          "if": SchemaWriter.isWord("contract", PoolSpec.Contract.va.rawValue),
          "then": assistants, "else": employees,
        ]),
        .of(["if": isFixed, "then": .flag(true), "else": planned]),
      ]),
    ])
  }

  private static func isWord(_ key: String, _ word: String) -> SchemaNode {
    .of([
      "required": .texts([key]),
      "properties": .object([(key, .of(["const": .text(word)]))]),
    ])
  }

  /// An object whose other keys depend on a word.
  private mutating func byWord<Word: RawRepresentable<String>>(
    _ key: String, _ words: [Word], dependsOnUse: Bool = true,
    _ make: (inout SchemaWriter, Word) -> SchemaNode
  ) -> SchemaNode {
    let cases = words.map { word in
      SchemaNode.of([
        "if": SchemaWriter.isWord(key, word.rawValue),
        "then": reference("\(key) \(word.rawValue)", dependsOnUse: dependsOnUse) {
          make(&$0, word)
        },
      ])
    }
    return .of([
      "type": .text("object"), "required": .texts([key]),
      "properties": .object([(key, .of(["enum": .texts(words.map(\.rawValue))]))]),
      "allOf": .list(cases),
    ])
  }
}
