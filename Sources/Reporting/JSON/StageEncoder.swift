/// Writes values straight to JSON text, a series of numbers in one go.
///
/// A run folder holds some 30 MB of series; Foundation's encoder, which looks at each number by its
/// dynamic type, takes over a second for them. The text is the same as its own with sorted keys and
/// plain slashes, which a test compares.
struct StageEncoder: Encoder {
  /// What is written.
  let frame: JSONFrame
  /// Where it stands in the document.
  var codingPath: [any CodingKey]
  /// Nothing is passed to values.
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The text of a value.
  static func bytes(of value: some Encodable) throws -> [UInt8] {
    var text = JSONText()
    try append(value, to: &text, at: [])
    return text.bytes
  }

  /// Appends a value of any type.
  fileprivate static func append<Value: Encodable>(
    _ value: Value, to text: inout JSONText, at path: [any CodingKey]
  ) throws {
    if Value.self == [Double].self, let series = value as? [Double] {
      text.append(series)
    } else if Value.self == [Int].self, let series = value as? [Int] {
      text.append(series)
    } else {
      let frame = JSONFrame()
      try value.encode(to: StageEncoder(frame: frame, codingPath: path))
      frame.finish(into: &text)
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    frame.shape = .object
    return KeyedEncodingContainer(JSONMembers<Key>(frame: frame, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    frame.shape = .array
    return JSONElements(frame: frame, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    JSONValue(frame: frame, codingPath: codingPath)
  }
}

/// An object, an array or a single value while it is written.
final class JSONFrame {
  enum Shape { case single, array, object }
  var shape = Shape.single
  /// The values so far, one after the other.
  var text = JSONText()
  /// The parts: a member's key, and where its text ends or what is still being written.
  private var parts: [(key: String, end: Int, open: JSONFrame?)] = []

  /// How many parts there are.
  var count: Int { parts.count }

  /// Says that a part's text ends here.
  func close(_ key: String) { parts.append((key, text.bytes.count, nil)) }

  /// Makes a part that is written later on.
  func open(_ key: String) -> JSONFrame {
    let inner = JSONFrame()
    parts.append((key, text.bytes.count, inner))
    return inner
  }

  /// Writes the whole, members by key; a member that was written twice counts as written last.
  func finish(into whole: inout JSONText) {
    if shape == .single {
      if let inner = parts.last?.open {
        inner.finish(into: &whole)
      } else if text.bytes.isEmpty {
        whole.bytes += "{}".utf8
      } else {
        whole.bytes += text.bytes
      }
      return
    }
    let isObject = shape == .object
    var order = Array(parts.indices)
    if isObject { order.sort { (parts[$0].key, $0) < (parts[$1].key, $1) } }
    whole.bytes.append(isObject ? 0x7B : 0x5B)
    var isFirst = true
    for (place, index) in order.enumerated() {
      let part = parts[index]
      if isObject, place + 1 < order.count, parts[order[place + 1]].key == part.key { continue }
      if !isFirst { whole.bytes.append(0x2C) }
      isFirst = false
      if isObject {
        whole.append(part.key)
        whole.bytes.append(0x3A)
      }
      if let inner = part.open {
        inner.finish(into: &whole)
      } else {
        whole.bytes += text.bytes[(index == 0 ? 0 : parts[index - 1].end)..<part.end]
      }
    }
    whole.bytes.append(isObject ? 0x7D : 0x5D)
  }
}

private struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let frame: JSONFrame
  var codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) {
    frame.text.appendNull()
    frame.close(key.stringValue)
  }
  mutating func encode(_ value: Bool, forKey key: Key) {
    frame.text.append(value)
    frame.close(key.stringValue)
  }
  mutating func encode(_ value: String, forKey key: Key) {
    frame.text.append(value)
    frame.close(key.stringValue)
  }
  mutating func encode(_ value: Double, forKey key: Key) {
    frame.text.append(value)
    frame.close(key.stringValue)
  }
  mutating func encode(_ value: Int, forKey key: Key) {
    frame.text.append(value)
    frame.close(key.stringValue)
  }
  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try StageEncoder.append(value, to: &frame.text, at: codingPath + [key])
    frame.close(key.stringValue)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    StageEncoder(frame: frame.open(key.stringValue), codingPath: codingPath + [key])
      .container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    StageEncoder(frame: frame.open(key.stringValue), codingPath: codingPath + [key])
      .unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder {
    StageEncoder(frame: frame.open("super"), codingPath: codingPath)
  }
  mutating func superEncoder(forKey key: Key) -> any Encoder {
    StageEncoder(frame: frame.open(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct JSONElements: UnkeyedEncodingContainer {
  let frame: JSONFrame
  var codingPath: [any CodingKey]
  var count: Int { frame.count }

  mutating func encodeNil() {
    frame.text.appendNull()
    frame.close("")
  }
  mutating func encode(_ value: Bool) {
    frame.text.append(value)
    frame.close("")
  }
  mutating func encode(_ value: String) {
    frame.text.append(value)
    frame.close("")
  }
  mutating func encode(_ value: Double) {
    frame.text.append(value)
    frame.close("")
  }
  mutating func encode(_ value: Int) {
    frame.text.append(value)
    frame.close("")
  }
  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try StageEncoder.append(value, to: &frame.text, at: codingPath)
    frame.close("")
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    StageEncoder(frame: frame.open(""), codingPath: codingPath).container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    StageEncoder(frame: frame.open(""), codingPath: codingPath).unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder {
    StageEncoder(frame: frame.open(""), codingPath: codingPath)
  }
}

private struct JSONValue: SingleValueEncodingContainer {
  let frame: JSONFrame
  var codingPath: [any CodingKey]

  mutating func encodeNil() { frame.text.appendNull() }
  mutating func encode(_ value: Bool) { frame.text.append(value) }
  mutating func encode(_ value: String) { frame.text.append(value) }
  mutating func encode(_ value: Double) { frame.text.append(value) }
  mutating func encode(_ value: Float) { frame.text.append(value) }
  mutating func encode(_ value: Int) { frame.text.append(value) }
  mutating func encode(_ value: Int8) { frame.text.append(value) }
  mutating func encode(_ value: Int16) { frame.text.append(value) }
  mutating func encode(_ value: Int32) { frame.text.append(value) }
  mutating func encode(_ value: Int64) { frame.text.append(value) }
  mutating func encode(_ value: UInt) { frame.text.append(value) }
  mutating func encode(_ value: UInt8) { frame.text.append(value) }
  mutating func encode(_ value: UInt16) { frame.text.append(value) }
  mutating func encode(_ value: UInt32) { frame.text.append(value) }
  mutating func encode(_ value: UInt64) { frame.text.append(value) }
  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try StageEncoder.append(value, to: &frame.text, at: codingPath)
  }
}
