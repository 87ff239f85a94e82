/// A JSON value that knows where it was written.
///
/// `==` compares content and places; ``hasSameContent(as:)`` compares what the text means.
public struct LocatedValue: Sendable, Equatable {
  /// What a value is.
  public enum Kind: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// The literal `true` or `false`.
    case bool(Bool)
    /// A number with its text.
    case number(LocatedNumber)
    /// A string, escapes resolved.
    case string(String)
    /// Elements in order.
    case array([LocatedValue])
    /// Members in the order of the text; keys differ from each other.
    case object([LocatedMember])
  }

  /// What the value is.
  public var kind: Kind
  /// The first character of the value.
  public var position: Position

  /// Makes a value at a place.
  public init(_ kind: Kind, at position: Position) {
    self.kind = kind
    self.position = position
  }
}

/// A key of an object with its value.
public struct LocatedMember: Sendable, Equatable {
  /// The key, escapes resolved.
  public var key: String
  /// The opening quote of the key.
  public var keyPosition: Position
  /// The value.
  public var value: LocatedValue

  /// Makes a member.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - keyPosition: The opening quote of the key.
  ///   - value: The value.
  public init(key: String, keyPosition: Position, value: LocatedValue) {
    self.key = key
    self.keyPosition = keyPosition
    self.value = value
  }
}

extension LocatedValue {
  /// Whether this is `null`.
  public var isNull: Bool { if case .null = kind { true } else { false } }

  /// The Boolean, or `nil` for another kind.
  public var bool: Bool? { if case .bool(let value) = kind { value } else { nil } }

  /// The number, or `nil` for another kind.
  public var number: LocatedNumber? { if case .number(let value) = kind { value } else { nil } }

  /// The string, or `nil` for another kind.
  public var string: String? { if case .string(let value) = kind { value } else { nil } }

  /// The elements in order, or `nil` for another kind.
  public var elements: [LocatedValue]? { if case .array(let list) = kind { list } else { nil } }

  /// The members in the order of the text, or `nil` for another kind.
  public var members: [LocatedMember]? { if case .object(let list) = kind { list } else { nil } }

  /// The kind in words for a message: `an object`, `a string`, `the number 3`, `true`.
  public var kindInWords: String {
    switch kind {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): "the number \(LocatedProblem.excerpt(number.text))"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The member with a key, or `nil` when this is no object or has no such key.
  ///
  /// - Complexity: O(members).
  public func member(_ key: String) -> LocatedMember? { members?.first { $0.key == key } }

  /// The value under a key, or `nil` when this is no object or has no such key.
  ///
  /// - Complexity: O(members).
  public subscript(key: String) -> LocatedValue? { member(key)?.value }

  /// The value that a path leads to, or `nil` when the path leads nowhere.
  ///
  /// - Complexity: O(members of the objects on the way).
  public subscript(path: JSONPath) -> LocatedValue? {
    var value = self
    for component in path.components {
      switch component {
      case .key(let key):
        guard let next = value[key] else { return nil }
        value = next
      case .index(let index):
        guard let elements = value.elements, elements.indices.contains(index) else { return nil }
        value = elements[index]
      }
    }
    return value
  }

  /// Tells whether two values mean the same, wherever and however they were written.
  ///
  /// The order of members, the spelling of numbers (`1.50`, `1.5`) and escapes make no difference;
  /// strings are compared scalar by scalar.
  ///
  /// - Parameter other: The value to compare with.
  /// - Returns: Whether ``canonicalBytes`` agree.
  /// - Complexity: O(n log n) in the size of both.
  public func hasSameContent(as other: LocatedValue) -> Bool {
    canonicalBytes == other.canonicalBytes
  }
}
