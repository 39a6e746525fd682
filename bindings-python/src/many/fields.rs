//! JSON values from Arrow columns.

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeListArray, LargeStringArray,
    ListArray, StringArray, StringViewArray, StructArray, UInt64Array,
    cast::AsArray,
    types::{Float64Type, Int64Type, UInt64Type},
};
use arrow_cast::cast;
use arrow_schema::DataType;
use serde_json::{Map, Number, Value};

/// A column of text.
pub enum Texts {
    /// With offsets of 32 bits.
    Utf8(StringArray),
    /// With offsets of 64 bits.
    Large(LargeStringArray),
    /// With views.
    View(StringViewArray),
}

impl Texts {
    /// The column, if it is one of text; `None` if it is of another type.
    pub fn read(array: &ArrayRef) -> Option<Texts> {
        match array.data_type() {
            DataType::Utf8 => Some(Texts::Utf8(array.as_string().clone())),
            DataType::LargeUtf8 => Some(Texts::Large(array.as_string().clone())),
            DataType::Utf8View => Some(Texts::View(array.as_string_view().clone())),
            DataType::Dictionary(_, values)
                if matches!(
                    **values,
                    DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
                ) =>
            {
                Texts::read(&cast(array, values).ok()?)
            }
            DataType::Null => Texts::read(&cast(array, &DataType::Utf8).ok()?),
            _ => None,
        }
    }

    /// The text in `row`, unless it is null.
    pub fn get(&self, row: usize) -> Option<&str> {
        match self {
            Texts::Utf8(array) => (!array.is_null(row)).then(|| array.value(row)),
            Texts::Large(array) => (!array.is_null(row)).then(|| array.value(row)),
            Texts::View(array) => (!array.is_null(row)).then(|| array.value(row)),
        }
    }
}

/// A column of which every row is a JSON value.
pub enum Field {
    Null,
    Text(Texts),
    Bool(BooleanArray),
    Whole(Int64Array),
    Natural(UInt64Array),
    Float(Float64Array),
    List(ListArray, Box<Field>),
    LargeList(LargeListArray, Box<Field>),
    Object(StructArray, Vec<(String, Field)>),
}

impl Field {
    /// Reads a column; the error says which type is none of JSON.
    pub fn read(array: &ArrayRef) -> Result<Field, String> {
        if let Some(texts) = Texts::read(array) {
            return Ok(match array.data_type() {
                DataType::Null => Field::Null,
                _ => Field::Text(texts),
            });
        }
        let data_type = array.data_type();
        let as_type = |to: &DataType| cast(array, to).map_err(|error| error.to_string());
        match data_type {
            DataType::Boolean => Ok(Field::Bool(array.as_boolean().clone())),
            _ if data_type.is_signed_integer() => {
                let array = as_type(&DataType::Int64)?;
                Ok(Field::Whole(array.as_primitive::<Int64Type>().clone()))
            }
            _ if data_type.is_unsigned_integer() => {
                let array = as_type(&DataType::UInt64)?;
                Ok(Field::Natural(array.as_primitive::<UInt64Type>().clone()))
            }
            _ if data_type.is_floating() => {
                let array = as_type(&DataType::Float64)?;
                Ok(Field::Float(array.as_primitive::<Float64Type>().clone()))
            }
            DataType::List(_) => {
                let list = array.as_list::<i32>().clone();
                let items = Field::read(list.values())?;
                Ok(Field::List(list, Box::new(items)))
            }
            DataType::LargeList(_) => {
                let list = array.as_list::<i64>().clone();
                let items = Field::read(list.values())?;
                Ok(Field::LargeList(list, Box::new(items)))
            }
            DataType::Struct(_) => {
                let object = array.as_struct();
                let fields = fields(object)?;
                Ok(Field::Object(object.clone(), fields))
            }
            _ => Err(format!("{data_type} is no type of JSON")),
        }
    }

    /// The value in `row`; `None` if it is null, or no number of JSON.
    pub fn get(&self, row: usize) -> Option<Value> {
        let value = match self {
            Field::Null => return None,
            Field::Text(texts) => Value::from(texts.get(row)?),
            Field::Bool(array) => Value::from(array.is_valid(row).then(|| array.value(row))?),
            Field::Whole(array) => Value::from(array.is_valid(row).then(|| array.value(row))?),
            Field::Natural(array) => Value::from(array.is_valid(row).then(|| array.value(row))?),
            Field::Float(array) => {
                Number::from_f64(array.is_valid(row).then(|| array.value(row))?)?.into()
            }
            Field::List(list, items) => {
                let offsets = list.value_offsets();
                let (start, end) = (offsets.get(row)?, offsets.get(row + 1)?);
                let range = usize::try_from(*start).ok()?..usize::try_from(*end).ok()?;
                list.is_valid(row).then(|| items.list(range))?
            }
            Field::LargeList(list, items) => {
                let offsets = list.value_offsets();
                let (start, end) = (offsets.get(row)?, offsets.get(row + 1)?);
                let range = usize::try_from(*start).ok()?..usize::try_from(*end).ok()?;
                list.is_valid(row).then(|| items.list(range))?
            }
            Field::Object(array, fields) => {
                Value::Object(array.is_valid(row).then(|| object(fields, row))?)
            }
        };
        Some(value)
    }

    fn list(&self, rows: std::ops::Range<usize>) -> Value {
        rows.map(|row| self.get(row).unwrap_or_default()).collect()
    }
}

/// The fields of a struct by their name.
pub fn fields(object: &StructArray) -> Result<Vec<(String, Field)>, String> {
    let named = object.fields().iter().zip(object.columns());
    let read = |(field, column): (&arrow_schema::FieldRef, &ArrayRef)| {
        let name = field.name();
        let values = Field::read(column).map_err(|wrong| format!("`{name}`: {wrong}"))?;
        Ok((name.clone(), values))
    };
    named.map(read).collect()
}

/// The object in `row`: a field that is null is absent, as a table has all fields in every row.
pub fn object(fields: &[(String, Field)], row: usize) -> Map<String, Value> {
    let present = fields.iter().filter_map(|(name, field)| Some((name.clone(), field.get(row)?)));
    present.collect()
}
