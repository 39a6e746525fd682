//! The layers as the governing settings are read from them: by key, from the strongest to the
//! weakest, each value with its place.

use crate::{
    diagnostic::Diagnostic,
    json::Node,
    order,
    policy::PolicyError,
    profile::Profile,
    settings::{Layer, Source, read},
    span::Span,
};
use serde::Serialize;

/// Where a setting stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The key, with dots: `sandbox.network.deniedDomains`.
    pub key: &'static str,
    /// The layer.
    pub source: Source,
    /// The document.
    pub file: String,
    /// Its place in a list, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// Its bytes in the document.
    pub span: Span,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// The documents of all layers that count.
#[derive(Debug)]
pub(crate) struct Documents<'t> {
    /// Strongest first.
    documents: Vec<(&'t Layer, Node<'t>)>,
}

impl<'t> Documents<'t> {
    /// Reads the layers. Documents that the client ignores as a whole are left out.
    ///
    /// # Errors
    /// In [`Profile::Enforce`], if a document cannot be read.
    pub(crate) fn new(
        layers: &'t [Layer],
        profile: Profile,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Documents<'t>, PolicyError> {
        let mut documents = Vec::new();
        let mut own = Vec::new();
        let mut broken = false;
        for layer in layers {
            let content = read(layer, &mut own);
            broken |= content.is_broken;
            let ignored = content.is_broken && layer.source != Source::Managed;
            if let (false, Ok(root)) = (ignored, Node::read(&layer.text)) {
                documents.push((layer, root));
            }
        }
        if broken && profile.refuses_unreadable_settings() {
            return Err(PolicyError { diagnostics: own });
        }
        diagnostics.append(&mut own);
        // Of the documents of one source, later ones are stronger.
        documents.reverse();
        order::sort_by_key(&mut documents, |(layer, _)| layer.source);
        Ok(Documents { documents })
    }

    /// Every value of a key, strongest first.
    pub(crate) fn values(
        &self,
        key: &'static str,
    ) -> impl Iterator<Item = (&'t Layer, Node<'t>)> + '_ {
        self.documents.iter().filter_map(move |(layer, root)| {
            let mut node = *root;
            for name in key.split('.') {
                node = node.member(name)?;
            }
            Some((*layer, node))
        })
    }

    /// The truth values of a key, strongest first.
    pub(crate) fn booleans(&self, key: &'static str) -> Vec<Setting<bool>> {
        self.values(key)
            .filter_map(|(layer, node)| {
                Some(Setting { value: node.boolean()?, place: place(key, layer, None, node) })
            })
            .collect()
    }

    /// The texts in the lists of a key, strongest document first.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Setting<String>> {
        let mut texts = Vec::new();
        for (layer, node) in self.values(key) {
            for (index, entry) in node.entries().into_iter().flatten().enumerate() {
                if let Some(value) = entry.string() {
                    texts.push(Setting { value, place: place(key, layer, Some(index), entry) });
                }
            }
        }
        texts
    }
}

/// The place of a value.
pub(crate) fn place(
    key: &'static str,
    layer: &Layer,
    index: Option<usize>,
    node: Node<'_>,
) -> Place {
    Place { key, source: layer.source, file: layer.name.clone(), index, span: node.span() }
}
