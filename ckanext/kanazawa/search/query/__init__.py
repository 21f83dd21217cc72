"""From Solr's query language to SQL."""
